// SPDX-License-Identifier: Apache-2.0
// bench_bare_server SOCKET BODY: a server of Beast's usual parts on one thread, that answers every request with BODY.
// It ends with the process that started it.

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <span>
#include <string>
#include <sys/prctl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::use_awaitable;
using Protocol = asio::local::stream_protocol;

/// Ends by the exception that the closed connection throws, which co_spawn discards.
asio::awaitable<void> serve(Protocol::socket socket, const std::string& body) {
    boost::beast::flat_buffer buffer;
    for (;;) {
        http::request<http::string_body> request;
        co_await http::async_read(socket, buffer, request, use_awaitable);
        http::response<http::string_body> response{http::status::ok, request.version()};
        response.set(http::field::content_type, "application/json");
        response.keep_alive(request.keep_alive());
        response.body() = body;
        response.prepare_payload();
        co_await http::async_write(socket, response, use_awaitable);
    }
}

asio::awaitable<void> accept(Protocol::acceptor& acceptor, const std::string& body) {
    for (;;) {
        auto socket = co_await acceptor.async_accept(use_awaitable);
        asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), body), asio::detached);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::span arguments{argv, static_cast<std::size_t>(argc)};
    if (arguments.size() != 3) return EXIT_FAILURE;
    try {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        const std::string body = arguments[2];
        asio::io_context context{1};
        Protocol::acceptor acceptor{context, Protocol::endpoint{arguments[1]}};
        asio::co_spawn(context, accept(acceptor, body), asio::detached);
        context.run();
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "bench_bare_server: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
