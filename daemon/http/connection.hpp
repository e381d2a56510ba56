// SPDX-License-Identifier: Apache-2.0
// The connection of one client. Answers its requests one at a time, in order.
#pragma once

#include "daemon/http/client_link.hpp"
#include "daemon/http/event_stream.hpp"
#include "daemon/http/request_parser.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/policy/policy.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

namespace fivestar::daemon {

class Dispatcher;

/// The limits of the server. The daemon uses the defaults.
struct ServerOptions {
    RequestLimits request = {};
    std::size_t max_connections = 512;                                     ///< of all users
    std::size_t max_connections_of_uid = 384;                              ///< so that no user can lock out all others
    std::chrono::milliseconds receive_timeout = std::chrono::seconds{10};  ///< for a head, and again for a body
    std::chrono::milliseconds idle_timeout = std::chrono::seconds{60};     ///< between requests
    std::chrono::milliseconds send_timeout = std::chrono::seconds{30};     ///< for the client to read a response
    std::chrono::milliseconds shutdown_grace = std::chrono::seconds{3};    ///< for requests that are being answered
};

class Connection final : public ClientLink, public EventStream, public std::enable_shared_from_this<Connection> {
  public:
    using Socket = boost::asio::local::stream_protocol::socket;

    /// `options` and `dispatcher` must outlive the connection.
    Connection(Socket socket, Peer peer, const ServerOptions& options, Dispatcher& dispatcher);

    /// Serves requests until either side ends the connection. `cut_off` must be called then.
    [[nodiscard]] static boost::asio::awaitable<void> run(std::shared_ptr<Connection> self);

    /// Ends the connection after the current response, or at once if there is none.
    void shut_down();
    /// Closes the connection now.
    void cut_off();

    [[nodiscard]] const Peer& peer() const { return caller_.peer; }

    // ClientLink
    [[nodiscard]] boost::asio::any_io_executor executor() override { return socket_.get_executor(); }
    [[nodiscard]] std::stop_token ended() override;
    [[nodiscard]] bool shutting_down() const override { return shutting_down_; }

    // EventStream
    [[nodiscard]] boost::asio::awaitable<bool> send(StreamEvent event) override;
    [[nodiscard]] boost::asio::awaitable<bool> comment() override;

  private:
    enum class Phase { receiving, answering };

    [[nodiscard]] const Caller& caller();
    [[nodiscard]] boost::asio::awaitable<bool> serve_one();
    [[nodiscard]] boost::asio::awaitable<bool> receive();
    boost::asio::awaitable<bool> answer(const Response& response, bool keep_alive, bool without_body);
    [[nodiscard]] boost::asio::awaitable<bool> stream(const StreamWriter& writer, bool without_body);
    [[nodiscard]] boost::asio::awaitable<void> linger();
    [[nodiscard]] boost::asio::awaitable<bool> write(std::string_view head, std::string_view body = {},
                                                     std::optional<std::chrono::milliseconds> patience = {});
    /// Closes the connection after this time, unless the deadline is set again or lifted before.
    void set_deadline(std::chrono::milliseconds from_now);
    void lift_deadline();

    Socket socket_;
    std::shared_ptr<const Policy> policy_ = {};  ///< the policy that `caller_` was found with
    Caller caller_;
    const ServerOptions& options_;
    Dispatcher& dispatcher_;
    RequestParser parser_;
    boost::asio::steady_timer deadline_;
    std::optional<std::stop_source> ended_ = {};
    std::optional<RequestFailure> failure_ = {};  ///< why nothing more can be received
    Phase phase_ = Phase::receiving;
    bool shutting_down_ = false;
};

}  // namespace fivestar::daemon
