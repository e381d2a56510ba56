// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/http_server.hpp"

#include "daemon/http/wire_format.hpp"
#include "daemon/system/wakeup.hpp"

#include <chrono>
#include <fcntl.h>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace fivestar::daemon {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Protocol = asio::local::stream_protocol;

/// Pause after a failed accept, for instance when the process has no file descriptor left.
constexpr std::chrono::milliseconds accept_pause{100};

}  // namespace

/// The state, which the coroutines share.
struct HttpServer::State final : std::enable_shared_from_this<State> {
    State(asio::io_context& context, ServerOptions limits, const RouteTable& routes, const Clock& clock, Log& to,
          ServerCallbacks callbacks)
        : acceptor(context),
          all_done(context.get_executor()),
          options(limits),
          dispatcher(routes, clock, to, std::move(callbacks)),
          log(to) {}

    static asio::awaitable<void> accept(std::shared_ptr<State> self) {
        asio::steady_timer pause{self->acceptor.get_executor()};
        while (self->acceptor.is_open()) {
            error_code error;
            Protocol::socket socket =
                co_await self->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
            if (!error) {
                self->admit(std::move(socket));
            } else if (error != asio::error::operation_aborted && error != asio::error::connection_aborted) {
                self->log.warning("cannot accept a connection: {}", error.message());
                pause.expires_after(accept_pause);
                co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
            }
        }
    }

    void admit(Protocol::socket socket) {
        auto peer = peer_of(socket.native_handle());
        if (!peer) return log.warning("a connection without credentials was refused");
        const auto of_uid = connections_of_uid.find(peer->uid);
        if (connections.size() >= options.max_connections ||
            (of_uid != connections_of_uid.end() && of_uid->second >= options.max_connections_of_uid)) {
            return refuse(socket);
        }
        ++connections_of_uid[peer->uid];
        auto connection = std::make_shared<Connection>(std::move(socket), std::move(*peer), options, dispatcher);
        connections.insert(connection);
        asio::co_spawn(acceptor.get_executor(), Connection::run(connection),
                       [self = shared_from_this(), connection](const std::exception_ptr& failure) {
                           if (failure) self->dispatcher.defect("connection");
                           self->leave(connection);
                       });
    }

    /// Sends the reason and closes, without waiting for the socket.
    void refuse(Protocol::socket& socket) {
        const Response response = dispatcher.render(
            {.kind = RequestFailureKind::too_many_connections, .retry_after = std::chrono::seconds{1}},
            Language::english);
        std::string text = response_head(response, false, dispatcher.date());
        text += response.body.view();
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(text), ignored);
    }

    void leave(const std::shared_ptr<Connection>& connection) {
        connection->cut_off();
        const auto of_uid = connections_of_uid.find(connection->peer().uid);
        if (--of_uid->second == 0) connections_of_uid.erase(of_uid);
        connections.erase(connection);
        if (connections.empty()) all_done.notify();
    }

    /// Waits until all connections are done, or for the grace period.
    asio::awaitable<void> wait_until_done() {
        const auto end = std::chrono::steady_clock::now() + options.shutdown_grace;
        bool in_time = true;
        while (in_time && !connections.empty()) in_time = co_await all_done.wait_until(end);
    }

    Protocol::acceptor acceptor;
    Wakeup all_done;
    ServerOptions options;
    Dispatcher dispatcher;
    Log& log;
    std::optional<ListeningSocket> listening = {};
    std::set<std::shared_ptr<Connection>> connections = {};
    std::map<uid_t, std::size_t> connections_of_uid = {};
};

HttpServer::HttpServer(asio::io_context& context, ServerOptions options, const RouteTable& routes, const Clock& clock,
                       Log& log, ServerCallbacks callbacks)
    : state_(std::make_shared<State>(context, options, routes, clock, log, std::move(callbacks))) {}

HttpServer::~HttpServer() = default;

Result<void> HttpServer::start(ListeningSocket socket) {
    // The acceptor owns the duplicate; `socket` removes its file when it is destroyed.
    const int descriptor = ::fcntl(socket.descriptor(), F_DUPFD_CLOEXEC, 0);
    error_code error;
    state_->acceptor.assign(Protocol{}, descriptor, error);
    if (error) return fail(ErrorCode::io_failure);
    state_->listening.emplace(std::move(socket));
    asio::co_spawn(state_->acceptor.get_executor(), State::accept(state_), asio::detached);
    return {};
}

asio::awaitable<void> HttpServer::stop() {
    error_code ignored;
    state_->acceptor.close(ignored);
    state_->listening.reset();
    const auto connections = state_->connections;
    for (const auto& connection : connections) connection->shut_down();
    co_await state_->wait_until_done();
    for (const auto& connection : connections) connection->cut_off();
    co_await state_->wait_until_done();
}

std::size_t HttpServer::connections() const {
    return state_->connections.size();
}

}  // namespace fivestar::daemon
