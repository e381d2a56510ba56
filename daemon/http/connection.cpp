// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/connection.hpp"

#include "daemon/http/dispatcher.hpp"
#include "daemon/http/wire_format.hpp"

#include <array>
#include <exception>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace fivestar::daemon {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// Octets that are read and discarded from a client whose request was refused before its end. If the socket were closed
/// with octets unread, the client's next write would fail (EPIPE) before the client reads the response.
constexpr std::size_t most_to_discard = std::size_t{4} * 1024 * 1024;

constexpr std::string_view continue_head = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Connection::Connection(Socket socket, Peer peer, const ServerOptions& options, Dispatcher& dispatcher)
    : socket_(std::move(socket)),
      caller_{.peer = std::move(peer), .client = {}, .grants = {}},
      options_(options),
      dispatcher_(dispatcher),
      parser_(options.request),
      deadline_(socket_.get_executor()) {
    error_code ignored;
    socket_.non_blocking(true, ignored);
}

asio::awaitable<void> Connection::run(std::shared_ptr<Connection> self) {
    bool more = true;
    while (more) more = co_await self->serve_one();
}

/// Returns the client under the current policy. The result is cached, because a policy may have many rules.
const Caller& Connection::caller() {
    auto policy = dispatcher_.policy();
    if (policy != policy_) {
        caller_ = policy->caller(caller_.peer);
        policy_ = std::move(policy);
    }
    return caller_;
}

asio::awaitable<bool> Connection::serve_one() {
    phase_ = Phase::receiving;
    const bool received = co_await receive();
    if (!received && !failure_) co_return false;
    phase_ = Phase::answering;
    if (failure_) {
        const Response response = dispatcher_.render(*failure_, Language::english);
        co_await answer(response, false, false);
        co_await linger();
        co_return false;
    }
    ParsedRequest parsed = parser_.take();
    Request request{.caller = caller(), .link = *this, .message = std::move(parsed.message)};
    const Reply reply = co_await dispatcher_.reply(request);
    if (const auto* writer = std::get_if<StreamWriter>(&reply)) co_return co_await stream(*writer, parsed.without_body);
    const bool keep_alive = parsed.keep_alive && !shutting_down_;
    co_return co_await answer(std::get<Response>(reply), keep_alive, parsed.without_body);
}

/// Waits for a complete request. False: the client has gone or was too slow, or `failure_` says what is wrong.
asio::awaitable<bool> Connection::receive() {
    auto stage = RequestParser::Progress::idle;
    set_deadline(options_.idle_timeout);
    while (true) {
        const auto progress = parser_.parse();
        if (!progress) {
            failure_ = progress.error();
            co_return false;
        }
        if (*progress == RequestParser::Progress::complete) {
            lift_deadline();
            co_return true;
        }
        if (*progress != stage) set_deadline(options_.receive_timeout);
        stage = *progress;
        if (parser_.take_expectation() && !co_await write(continue_head)) co_return false;
        if (shutting_down_) co_return false;
        const MutableByteView room = parser_.room();
        error_code error;
        const std::size_t count = co_await socket_.async_read_some(asio::buffer(room.data(), room.size()),
                                                                   asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return false;
        parser_.received(count);
    }
}

/// Writes a response; true if the connection stays open.
asio::awaitable<bool> Connection::answer(const Response& response, bool keep_alive, bool without_body) {
    const std::string head = response_head(response, keep_alive, dispatcher_.date());
    const std::string_view body = without_body ? std::string_view{} : response.body.view();
    const bool written = co_await write(head, body, options_.send_timeout);
    co_return written&& keep_alive;
}

asio::awaitable<bool> Connection::stream(const StreamWriter& writer, bool without_body) {
    const std::string head = event_stream_head(dispatcher_.date());
    const bool written = co_await write(head);
    if (!written || without_body) co_return false;
    try {
        co_await writer(*this);
    } catch (const std::exception&) {
        dispatcher_.defect("event stream");
    }
    co_return false;
}

asio::awaitable<bool> Connection::send(StreamEvent event) {
    const PersonalText text = event_text(event);
    co_return co_await write(text.view());
}

asio::awaitable<bool> Connection::comment() {
    co_return co_await write(":\n\n");
}

asio::awaitable<void> Connection::linger() {
    error_code error;
    socket_.shutdown(Socket::shutdown_send, error);
    set_deadline(options_.receive_timeout);
    std::size_t discarded = 0;
    while (!error && discarded < most_to_discard) {
        const MutableByteView room = parser_.room();
        discarded += co_await socket_.async_read_some(asio::buffer(room.data(), room.size()),
                                                      asio::redirect_error(asio::use_awaitable, error));
    }
}

/// Writes `head` and `body`; true once the kernel has accepted all octets. The client must take them within `patience`.
asio::awaitable<bool> Connection::write(std::string_view head, std::string_view body,
                                        std::optional<std::chrono::milliseconds> patience) {
    std::array<asio::const_buffer, 2> buffers = {asio::buffer(head), asio::buffer(body)};
    // Most responses fit the socket's buffer: one call, without waiting.
    error_code error;
    const std::size_t written = socket_.write_some(buffers, error);
    if (written == head.size() + body.size()) co_return true;
    if (error && error != asio::error::would_block) co_return false;
    const std::size_t of_head = std::min(written, head.size());
    buffers = {asio::buffer(head) + of_head, asio::buffer(body) + (written - of_head)};
    error = {};
    if (patience) set_deadline(*patience);
    co_await asio::async_write(socket_, buffers, asio::redirect_error(asio::use_awaitable, error));
    if (patience) lift_deadline();
    co_return !error;
}

std::stop_token Connection::ended() {
    if (!ended_) {
        ended_.emplace();
        // Completes on EPOLLHUP: a Unix socket reports it when the peer has closed the socket, not when the peer has
        // only shut down its sending side.
        socket_.async_wait(Socket::wait_error, [self = shared_from_this()](const error_code& cancelled) {
            if (!cancelled) self->ended_->request_stop();
        });
        if (shutting_down_) ended_->request_stop();
    }
    return ended_->get_token();
}

void Connection::shut_down() {
    shutting_down_ = true;
    if (phase_ == Phase::receiving) return cut_off();
    if (ended_) ended_->request_stop();
}

void Connection::cut_off() {
    lift_deadline();
    error_code ignored;
    socket_.close(ignored);
    if (ended_) ended_->request_stop();
}

void Connection::set_deadline(std::chrono::milliseconds from_now) {
    deadline_.expires_after(from_now);
    deadline_.async_wait([self = shared_from_this()](const error_code& cancelled) {
        // A wait that has just ended cannot be cancelled any more, although the deadline was moved.
        if (!cancelled && self->deadline_.expiry() <= std::chrono::steady_clock::now()) self->cut_off();
    });
}

void Connection::lift_deadline() {
    deadline_.expires_at(std::chrono::steady_clock::time_point::max());
}

}  // namespace fivestar::daemon
