// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/request_parser.hpp"

#include "daemon/http/host_field.hpp"
#include "daemon/http/percent_encoding.hpp"
#include "daemon/http/text_match.hpp"

#include <algorithm>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace fivestar::daemon {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

constexpr std::size_t first_buffer_size = 2048;
/// The shortest end of a chunked body is `0 CRLF CRLF`. Beast's parser needs all of it once it has seen the 0.
constexpr std::size_t shortest_chunked_end = 5;
constexpr std::string_view scheme = "http://";
constexpr std::string_view empty_line = "\r\n";

Method method_of(http::verb verb) {
    switch (verb) {
        case http::verb::get:
        case http::verb::head:
            return Method::get;
        case http::verb::post:
            return Method::post;
        case http::verb::put:
            return Method::put;
        case http::verb::delete_:
            return Method::delete_;
        default:
            return Method::other;
    }
}

/// Returns path and query of a target in absolute form (RFC 9112 §3.2.2), and any other target unchanged.
std::string_view without_authority(std::string_view target) {
    if (target.size() < scheme.size() || !same_token(target.substr(0, scheme.size()), scheme)) return target;
    target.remove_prefix(scheme.size());
    const auto path = target.find('/');
    return path == std::string_view::npos ? "/" : target.substr(path);
}

/// True for the lists among the fields that the daemon uses.
bool is_list(http::field field) {
    return field == http::field::accept || field == http::field::accept_language;
}

NamedText* find(std::vector<NamedText>& headers, string_view name) {
    const auto same = [&](const NamedText& each) { return same_token(each.name, {name.data(), name.size()}); };
    const auto found = std::ranges::find_if(headers, same);
    return found != headers.end() ? &*found : nullptr;
}

RequestFailure failure_of(const error_code& error) {
    if (error == http::error::header_limit) return {.kind = RequestFailureKind::head_too_large};
    if (error == http::error::body_limit) return {.kind = RequestFailureKind::body_too_large};
    return {.kind = RequestFailureKind::malformed_request};
}

}  // namespace

/// Parses one message: writes the parts that Beast's parser finds into the request.
class RequestParser::MessageParser final : public http::basic_parser<true> {
  public:
    explicit MessageParser(RequestLimits limits) {
        header_limit(static_cast<std::uint32_t>(limits.head));
        body_limit(limits.body);
    }

    ParsedRequest request = {};
    bool expects_continue = false;
    bool host_named = true;  ///< as RFC 9112 §3.2 requires; known once the head is complete

  private:
    void on_request_impl(http::verb verb, string_view, string_view target, int version, error_code& error) override {
        request.message.method = method_of(verb);
        request.without_body = verb == http::verb::head;
        version_1_0_ = version == 10;
        const std::string_view path_and_query = without_authority({target.data(), target.size()});
        const auto mark = std::min(path_and_query.find('?'), path_and_query.size());
        request.message.path = path_and_query.substr(0, mark);
        auto query = decode_query(path_and_query.substr(std::min(mark + 1, path_and_query.size())));
        if (!query) {
            error = http::error::bad_target;
            return;
        }
        request.message.query = std::move(*query);
    }

    void on_field_impl(http::field field, string_view name, string_view value, error_code& error) override {
        if (is_header_done()) return;  // a trailer; ignored
        if (field == http::field::transfer_encoding &&
            (version_1_0_ || !same_token({value.data(), value.size()}, "chunked"))) {
            error = http::error::bad_transfer_encoding;
            return;
        }
        if (field == http::field::expect && !version_1_0_) {
            expects_continue = same_token({value.data(), value.size()}, "100-continue");
        }
        if (field == http::field::host) {
            ++hosts_;
            host_named = host_named && is_host({value.data(), value.size()});
        }
        if (is_list(field)) {
            // RFC 9110 §5.3: the lines of a list are one list, in their order.
            if (NamedText* const first = find(request.message.headers, name)) {
                first->value.append(", ").append(value.data(), value.size());
                return;
            }
        }
        request.message.headers.push_back({.name = {name.data(), name.size()}, .value = {value.data(), value.size()}});
    }

    void on_header_impl(error_code& error) override {
        host_named = host_named && (hosts_ == 1 || (hosts_ == 0 && version_1_0_));
        if (!host_named) error = http::error::bad_field;
        request.keep_alive = keep_alive();
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>& size, error_code&) override {
        request.message.body.reserve(static_cast<std::size_t>(size.value_or(0)));  // within the limit
    }
    std::size_t on_body_impl(string_view part, error_code&) override {
        request.message.body.append({part.data(), part.size()});
        return part.size();
    }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view part, error_code& error) override {
        return on_body_impl(part, error);
    }
    void on_finish_impl(error_code&) override {}
    void on_response_impl(int, string_view, int, error_code&) override {
    }  // pure virtual in the base; never called for requests

    bool version_1_0_ = false;
    std::size_t hosts_ = 0;  ///< headers of this name
};

RequestParser::RequestParser(RequestLimits limits)
    : limits_(limits), message_(std::make_unique<MessageParser>(limits)) {}

RequestParser::~RequestParser() = default;

MutableByteView RequestParser::room() {
    if (end_ == buffer_.size()) compact();
    if (end_ == buffer_.size()) buffer_.resize(std::max(first_buffer_size, buffer_.size() * 2));
    return MutableByteView{buffer_}.subspan(end_);
}

void RequestParser::received(std::size_t count) {
    end_ += count;
}

std::expected<RequestParser::Progress, RequestFailure> RequestParser::parse() {
    if (!skip_empty_line()) return Progress::head;
    while (!message_->is_done()) {
        const std::size_t pending = end_ - begin_;
        const bool head_done = message_->is_header_done();
        if (pending == 0 || (head_done && message_->chunked() && pending < shortest_chunked_end)) break;
        error_code error;
        const std::size_t used = message_->put({buffer_.data() + begin_, pending}, error);
        if (!head_done) head_size_ += used;
        consume(used);
        if (!message_->host_named) return std::unexpected{RequestFailure{.kind = RequestFailureKind::host_not_named}};
        if (error && error != http::error::need_more) return std::unexpected{failure_of(error)};
        // Beast limits each header, but neither the sum of them nor what precedes a chunk.
        const bool in_head = !message_->is_header_done();
        if (head_size_ + (in_head ? end_ - begin_ : 0) > limits_.head) {
            return std::unexpected{RequestFailure{.kind = RequestFailureKind::head_too_large}};
        }
        if (error || used == 0) {
            if (end_ - begin_ > limits_.head) return std::unexpected{failure_of(http::error::bad_chunk)};
            break;
        }
    }
    if (message_->is_done()) return Progress::complete;
    if (message_->is_header_done()) return Progress::body;
    return head_size_ == 0 && begin_ == end_ ? Progress::idle : Progress::head;
}

bool RequestParser::take_expectation() {
    return message_->is_header_done() && std::exchange(message_->expects_continue, false);
}

ParsedRequest RequestParser::take() {
    ParsedRequest request = std::move(message_->request);
    message_ = std::make_unique<MessageParser>(limits_);
    head_size_ = 0;
    empty_line_skipped_ = false;
    return request;
}

/// Skips one empty line in front of a request: some clients send one behind the body of the last. False: the line may
/// have begun, and its end is not there yet.
bool RequestParser::skip_empty_line() {
    if (empty_line_skipped_ || message_->got_some() || begin_ == end_) return true;
    const ByteView pending = ByteView{buffer_}.subspan(begin_, end_ - begin_);
    const std::string_view first = as_text(pending.first(std::min(pending.size(), empty_line.size())));
    if (!empty_line.starts_with(first)) return true;
    if (first.size() < empty_line.size()) return false;
    empty_line_skipped_ = true;
    consume(first.size());
    return true;
}

void RequestParser::consume(std::size_t count) {
    zeroize(buffer_.data() + begin_, count);
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
}

void RequestParser::compact() {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    const std::size_t pending = end_ - begin_;
    zeroize(buffer_.data() + pending, begin_);
    begin_ = 0;
    end_ = pending;
}

}  // namespace fivestar::daemon
