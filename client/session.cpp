// SPDX-License-Identifier: Apache-2.0
#include "client/session.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace fivestar::client {
namespace {

constexpr std::size_t receive_octets = std::size_t{16} * 1024;
constexpr std::string_view event_stream_type = "text/event-stream";

bool is_visible(char character) {
    return character > 0x20 && character < 0x7F;
}

bool is_header_value(std::string_view text) {
    return std::ranges::all_of(text, [](char character) { return character == ' ' || is_visible(character); });
}

ZeroizedBuffer message_of(const Request& request, std::string_view accept_language) {
    ZeroizedBuffer message;
    const auto header = [&](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        message.append(name);
        message.append(value);
        message.append("\r\n");
    };
    message.append(request.method);
    message.append(" ");
    message.append(request.target);
    message.append(" HTTP/1.1\r\nHost: localhost\r\n");
    header("Accept: ", request.accept);
    header("Accept-Language: ", accept_language);
    header("Last-Event-ID: ", request.last_event_id);
    if (!request.body.empty() || request.method == "POST") {
        header("Content-Type: ", request.content_type);
        header("Content-Length: ", std::to_string(request.body.size()));
    }
    message.append("\r\n");
    message.append(request.body);
    return message;
}

/// Received octets, zeroized on destruction.
struct ReceiveBuffer {
    std::array<char, receive_octets> octets;
    ReceiveBuffer() = default;
    ReceiveBuffer(const ReceiveBuffer&) = delete;
    ReceiveBuffer& operator=(const ReceiveBuffer&) = delete;
    ~ReceiveBuffer() { ::explicit_bzero(octets.data(), octets.size()); }
};

}  // namespace

std::chrono::milliseconds default_timeout_of(std::string_view target) {
    return target == "/v1/read" ? longest_wait + longest_read : default_timeout;
}

bool Request::is_valid() const {
    return !method.empty() && std::ranges::all_of(method, [](char letter) { return letter >= 'A' && letter <= 'Z'; }) &&
           target.starts_with('/') && std::ranges::all_of(target, is_visible) && is_header_value(accept) &&
           is_header_value(last_event_id) && body.size() <= max_request_body_octets;
}

Session::Session(std::string socket_path, Cancellation cancellation)
    : socket_path_{std::move(socket_path)}, cancellation_{std::move(cancellation)} {}

bool Session::set_language(std::string_view accept_language) {
    if (!is_header_value(accept_language)) return false;
    accept_language_ = accept_language;
    return true;
}

/// One request and its answer over an open connection.
class Session::Exchange {
  public:
    Exchange(const Descriptor& socket, const Request& request, std::string_view accept_language,
             const EventStreamParser::OnEvent* on_event, WaitLimit limit)
        : socket_{socket}, request_{request}, accept_language_{accept_language}, on_event_{on_event}, limit_{limit} {}

    [[nodiscard]] fivestar_error run() {
        // A server may refuse and close before it has read the whole request. Its answer can still be read.
        const fivestar_error error = write_all(socket_, message_of(request_, accept_language_).view(), limit_);
        if (error != FIVESTAR_OK && error != FIVESTAR_DISCONNECTED) return error;
        while (!parser_.is_complete()) {
            const auto came = read_some(socket_, buffer_.octets, limit_);
            if (!came) return came.error();
            if (*came == 0) return parser_.end();
            if (is_stream_) limit_.deadline = std::chrono::steady_clock::now() + request_.timeout;
            const fivestar_error outcome = take({buffer_.octets.data(), *came});
            if (outcome != FIVESTAR_OK) return outcome;
        }
        return FIVESTAR_OK;
    }

    [[nodiscard]] bool keeps_connection() const { return parser_.keeps_connection() && !has_surplus_; }
    [[nodiscard]] Answer answer() && { return {.head = std::move(parser_.head()), .body = std::move(body_)}; }

  private:
    [[nodiscard]] fivestar_error take(std::string_view octets) {
        while (!octets.empty() && !parser_.is_complete()) {
            const auto taken = parser_.parse(octets, [this](std::string_view piece) { return take_body(piece); });
            if (!taken) return taken.error();
            octets.remove_prefix(*taken);
            is_stream_ = on_event_ != nullptr && parser_.has_head() && is_event_stream();
        }
        has_surplus_ = !octets.empty();  // an unsolicited answer must not be taken for the next one
        return FIVESTAR_OK;
    }

    [[nodiscard]] bool is_event_stream() {
        const std::string* type = parser_.head().find("content-type");
        return parser_.head().status == 200 && type != nullptr && type->starts_with(event_stream_type);
    }

    [[nodiscard]] fivestar_error take_body(std::string_view piece) {
        if (is_stream_) return events_.parse(piece, *on_event_);
        if (piece.size() > max_response_body_octets - body_.size()) return FIVESTAR_TOO_LARGE;
        body_.append(piece);
        return FIVESTAR_OK;
    }

    const Descriptor& socket_;
    const Request& request_;
    std::string_view accept_language_;
    const EventStreamParser::OnEvent* on_event_;
    WaitLimit limit_;
    ResponseParser parser_;
    EventStreamParser events_;
    ZeroizedBuffer body_;
    ReceiveBuffer buffer_;
    bool is_stream_ = false;
    bool has_surplus_ = false;
};

std::expected<Answer, fivestar_error> Session::send(const Request& request) {
    return exchange(request, nullptr);
}

std::expected<Answer, fivestar_error> Session::stream(Request request, const EventStreamParser::OnEvent& on_event) {
    request.accept = event_stream_type;
    return exchange(request, &on_event);
}

std::expected<Answer, fivestar_error> Session::exchange(const Request& request,
                                                        const EventStreamParser::OnEvent* on_event) {
    if (!request.is_valid()) return std::unexpected{FIVESTAR_INVALID_ARGUMENT};
    const WaitLimit limit{.cancellation = cancellation_,
                          .deadline = std::chrono::steady_clock::now() + request.timeout};
    // Moved out while in use: any error below closes the connection, and the next request opens another.
    Descriptor socket = std::exchange(socket_, {});
    if (!socket.is_open() || !is_quiet(socket)) {
        auto connected = connect_to(socket_path_, limit);
        if (!connected) return std::unexpected{connected.error()};
        socket = *std::move(connected);
    }
    Exchange exchange{socket, request, accept_language_, on_event, limit};
    if (const fivestar_error error = exchange.run(); error != FIVESTAR_OK) return std::unexpected{error};
    if (exchange.keeps_connection()) socket_ = std::move(socket);
    return std::move(exchange).answer();
}

}  // namespace fivestar::client
