// HTTP/1.1 over a Unix stream socket: accepts, limits, parses, asks the policy, routes, answers. All of it runs on the
// one thread of its io_context.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/http/listening_socket.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/policy/policy.hpp"
#include "daemon/system/log.hpp"

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace fivestar::daemon {

struct ServerOptions {
    std::size_t max_head_size = 8 * 1024;   ///< octets of request line and headers
    std::size_t max_body_size = 64 * 1024;  ///< octets
    std::size_t max_connections = 512;      ///< of everybody
    std::size_t max_connections_of_uid = 384;
    std::chrono::milliseconds receive_timeout = std::chrono::seconds{10};  ///< for a head, and again for a body
    std::chrono::milliseconds idle_timeout = std::chrono::seconds{60};     ///< between requests
    std::chrono::milliseconds send_timeout = std::chrono::seconds{30};     ///< for an answer nobody takes
    std::chrono::milliseconds shutdown_grace = std::chrono::seconds{3};    ///< for requests under way
};

/// The policy of this moment. Asked once a request, so that a new one counts at once, also for open connections.
using PolicySource = std::function<std::shared_ptr<const Policy>()>;

class HttpServer {
  public:
    /// `routes`, `clock` and `log` must outlive the server.
    HttpServer(boost::asio::io_context& context, ServerOptions options, const RouteTable& routes, PolicySource policy,
               const Clock& clock, Log& log);
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    /// The io_context must no longer run.
    ~HttpServer();

    /// Begins to serve the connections that arrive at `socket`.
    void start(ListeningSocket socket);

    /// Stops accepting, ends idle connections, tells waiting handlers (`ClientLink::ended`), and returns when all are
    /// done, or have been cut off after the grace.
    [[nodiscard]] boost::asio::awaitable<void> stop();

    [[nodiscard]] std::size_t connections() const;

  private:
    class Implementation;
    std::shared_ptr<Implementation> implementation_;
};

}  // namespace fivestar::daemon
