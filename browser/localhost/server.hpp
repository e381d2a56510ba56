// SPDX-License-Identifier: Apache-2.0
// The local services: they accept connections on 127.0.0.1 until a signal.
#pragma once

#include "browser/localhost/session.hpp"

#include <expected>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace fivestar::browser {

class LocalhostServer {
  public:
    /// Connections of all services together; further ones are closed at once.
    static constexpr std::size_t most_connections = 32;

    explicit LocalhostServer(std::shared_ptr<LocalhostParts> parts) : parts_(std::move(parts)) {}

    /// Opens the port of a service; an error is a text.
    [[nodiscard]] std::expected<void, std::string> open(LocalService service);
    /// Serves until SIGTERM or SIGINT.
    void run();

  private:
    boost::asio::awaitable<void> accept(boost::asio::ip::tcp::acceptor acceptor, LocalService service);
    void serve(boost::asio::ip::tcp::socket socket, LocalService service);

    boost::asio::io_context context_{1};
    std::shared_ptr<LocalhostParts> parts_;
    std::size_t connections_ = 0;
};

}  // namespace fivestar::browser
