// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 over a Unix stream socket: accepts connections, enforces limits, parses, routes and answers. All of it runs
// on the one thread of its io_context.
#pragma once

#include "daemon/http/connection.hpp"
#include "daemon/http/dispatcher.hpp"
#include "daemon/http/listening_socket.hpp"

#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace fivestar::daemon {

class HttpServer {
  public:
    /// `routes`, `clock` and `log` must outlive the server.
    HttpServer(boost::asio::io_context& context, ServerOptions options, const RouteTable& routes, const Clock& clock,
               Log& log, ServerCallbacks callbacks);
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    /// The io_context must no longer run.
    ~HttpServer();

    /// Starts serving the connections that arrive at `socket`. `io_failure` if the socket cannot be watched.
    [[nodiscard]] Result<void> start(ListeningSocket socket);

    /// Stops accepting, closes idle connections and tells waiting handlers (`ClientLink::ended`). Returns when all
    /// connections are done, or have been closed after the grace period.
    [[nodiscard]] boost::asio::awaitable<void> stop();

    [[nodiscard]] std::size_t connections() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace fivestar::daemon
