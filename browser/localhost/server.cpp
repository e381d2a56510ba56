// SPDX-License-Identifier: Apache-2.0
#include "browser/localhost/server.hpp"

#include <chrono>
#include <csignal>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace fivestar::browser {
namespace {

/// Pause after a failed accept, for instance when the process has no file descriptor left.
constexpr std::chrono::milliseconds accept_pause{100};

}  // namespace

std::expected<void, std::string> LocalhostServer::open(LocalService service) {
    const boost::asio::ip::tcp::endpoint endpoint{boost::asio::ip::address_v4::loopback(), service.port};
    boost::asio::ip::tcp::acceptor acceptor{context_};
    boost::system::error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(boost::asio::ip::tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(static_cast<int>(most_connections), error);
    if (error) return std::unexpected{"port " + std::to_string(service.port) + ": " + error.message()};
    boost::asio::co_spawn(context_, accept(std::move(acceptor), service), boost::asio::detached);
    return {};
}

boost::asio::awaitable<void> LocalhostServer::accept(boost::asio::ip::tcp::acceptor acceptor, LocalService service) {
    boost::asio::steady_timer pause{context_};
    while (true) {
        boost::system::error_code error;
        boost::asio::ip::tcp::socket socket =
            co_await acceptor.async_accept(boost::asio::redirect_error(boost::asio::use_awaitable, error));
        if (!error) {
            if (connections_ < most_connections) serve(std::move(socket), service);
        } else if (error != boost::asio::error::connection_aborted) {
            parts_->log("cannot accept a connection: " + error.message());
            pause.expires_after(accept_pause);
            co_await pause.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, error));
        }
    }
}

void LocalhostServer::serve(boost::asio::ip::tcp::socket socket, LocalService service) {
    ++connections_;
    boost::asio::co_spawn(context_, serve_page(std::move(socket), service, parts_),
                          [this](const std::exception_ptr& failure) {
                              --connections_;
                              if (failure) parts_->log("a connection failed");
                          });
}

void LocalhostServer::run() {
    boost::asio::signal_set signals{context_, SIGTERM, SIGINT};
    signals.async_wait([this](const boost::system::error_code&, int) { context_.stop(); });
    context_.run();
    parts_->readers.stop();  // the ends of reads are posted to the context
}

}  // namespace fivestar::browser
