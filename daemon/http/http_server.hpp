// HTTP/1.1 over a Unix stream socket: accepts, limits, parses, asks the policy, routes, answers. All of it runs on the
// one thread of its io_context.
#pragma once

#include "daemon/http/dispatcher.hpp"
#include "daemon/http/listening_socket.hpp"
#include "daemon/http/server_options.hpp"

#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace fivestar::daemon {

class HttpServer {
  public:
    /// `routes`, `clock` and `log` must outlive the server.
    HttpServer(boost::asio::io_context& context, ServerOptions options, const RouteTable& routes, PolicySource policy,
               const Clock& clock, Log& log, RequestObservers observers = {});
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    /// The io_context must no longer run.
    ~HttpServer();

    /// Begins to serve the connections that arrive at `socket`. `io_failure` if it cannot be watched.
    [[nodiscard]] Result<void> start(ListeningSocket socket);

    /// Stops accepting, ends idle connections, tells waiting handlers (`ClientLink::ended`), and returns when all are
    /// done, or have been cut off after the grace.
    [[nodiscard]] boost::asio::awaitable<void> stop();

    [[nodiscard]] std::size_t connections() const;

  private:
    class Implementation;
    std::shared_ptr<Implementation> implementation_;
};

}  // namespace fivestar::daemon
