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

class HttpServer::Implementation final : public std::enable_shared_from_this<Implementation> {
  public:
    Implementation(asio::io_context& context, ServerOptions options, const RouteTable& routes, const Clock& clock,
                   Log& log, ServerCallbacks callbacks)
        : acceptor_(context),
          all_done_(context.get_executor()),
          options_(options),
          dispatcher_(routes, clock, log, std::move(callbacks)),
          log_(log) {}

    Result<void> start(ListeningSocket socket) {
        // The acceptor owns the duplicate; `socket` removes its file when it is destroyed.
        const int descriptor = ::fcntl(socket.descriptor(), F_DUPFD_CLOEXEC, 0);
        error_code error;
        acceptor_.assign(Protocol{}, descriptor, error);
        if (error) return fail(ErrorCode::io_failure);
        socket_.emplace(std::move(socket));
        asio::co_spawn(acceptor_.get_executor(), accept(shared_from_this()), asio::detached);
        return {};
    }

    asio::awaitable<void> stop() {
        error_code ignored;
        acceptor_.close(ignored);
        socket_.reset();
        const auto connections = connections_;
        for (const auto& connection : connections) connection->shut_down();
        const auto end = std::chrono::steady_clock::now() + options_.shutdown_grace;
        co_await wait_until_done(end);
        for (const auto& connection : connections) connection->cut_off();
        co_await wait_until_done(std::chrono::steady_clock::now() + options_.shutdown_grace);
    }

    [[nodiscard]] std::size_t connections() const { return connections_.size(); }

  private:
    static asio::awaitable<void> accept(std::shared_ptr<Implementation> self) {
        asio::steady_timer pause{self->acceptor_.get_executor()};
        while (self->acceptor_.is_open()) {
            error_code error;
            Protocol::socket socket =
                co_await self->acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
            if (!error) {
                self->admit(std::move(socket));
            } else if (error != asio::error::operation_aborted && error != asio::error::connection_aborted) {
                self->log_.warning("cannot accept a connection: {}", error.message());
                pause.expires_after(accept_pause);
                co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
            }
        }
    }

    void admit(Protocol::socket socket) {
        auto peer = peer_of(socket.native_handle());
        if (!peer) return log_.warning("a connection without credentials was refused");
        const auto of_uid = connections_of_uid_.find(peer->uid);
        if (connections_.size() >= options_.max_connections ||
            (of_uid != connections_of_uid_.end() && of_uid->second >= options_.max_connections_of_uid)) {
            return refuse(socket);
        }
        ++connections_of_uid_[peer->uid];
        auto connection = std::make_shared<Connection>(std::move(socket), std::move(*peer), options_, dispatcher_);
        connections_.insert(connection);
        asio::co_spawn(acceptor_.get_executor(), Connection::run(connection),
                       [self = shared_from_this(), connection](const std::exception_ptr& failure) {
                           if (failure) self->dispatcher_.defect("connection");
                           self->leave(connection);
                       });
    }

    /// Sends the reason and closes, without waiting for the socket.
    void refuse(Protocol::socket& socket) const {
        const Response response = dispatcher_.render(
            {.kind = RequestFailureKind::too_many_connections, .retry_after = std::chrono::seconds{1}},
            Language::english);
        std::string text = response_head(response, false);
        text += response.body.view();
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(text), ignored);
    }

    void leave(const std::shared_ptr<Connection>& connection) {
        connection->cut_off();
        const auto of_uid = connections_of_uid_.find(connection->peer().uid);
        if (--of_uid->second == 0) connections_of_uid_.erase(of_uid);
        connections_.erase(connection);
        if (connections_.empty()) all_done_.notify();
    }

    asio::awaitable<void> wait_until_done(SteadyTime end) {
        bool in_time = true;
        while (in_time && !connections_.empty()) in_time = co_await all_done_.wait_until(end);
    }

    Protocol::acceptor acceptor_;
    Wakeup all_done_;
    ServerOptions options_;
    Dispatcher dispatcher_;
    Log& log_;
    std::optional<ListeningSocket> socket_;
    std::set<std::shared_ptr<Connection>> connections_;
    std::map<uid_t, std::size_t> connections_of_uid_;
};

HttpServer::HttpServer(asio::io_context& context, ServerOptions options, const RouteTable& routes, const Clock& clock,
                       Log& log, ServerCallbacks callbacks)
    : implementation_(std::make_shared<Implementation>(context, options, routes, clock, log, std::move(callbacks))) {}

HttpServer::~HttpServer() = default;

Result<void> HttpServer::start(ListeningSocket socket) {
    return implementation_->start(std::move(socket));
}

asio::awaitable<void> HttpServer::stop() {
    return implementation_->stop();
}

std::size_t HttpServer::connections() const {
    return implementation_->connections();
}

}  // namespace fivestar::daemon
