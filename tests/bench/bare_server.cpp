#include "tests/bench/bare_server.hpp"

#include <thread>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace fivestar::bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::use_awaitable;
using Protocol = asio::local::stream_protocol;

struct BareServer::State {
    State(const std::filesystem::path& path, std::string text)
        : body(std::move(text)), acceptor(context, Protocol::endpoint{path.native()}) {
        asio::co_spawn(context, accept(), asio::detached);
        thread = std::thread{[this] { context.run(); }};
    }

    asio::awaitable<void> accept() {
        for (;;) asio::co_spawn(context, serve(co_await acceptor.async_accept(use_awaitable)), asio::detached);
    }

    /// Ends by the exception that the closed connection throws, which co_spawn discards.
    asio::awaitable<void> serve(Protocol::socket socket) {
        beast::flat_buffer buffer;
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

    std::string body;
    asio::io_context context{1};
    Protocol::acceptor acceptor;
    std::thread thread;
};

BareServer::BareServer(const std::filesystem::path& path, std::string body)
    : state_(std::make_unique<State>(path, std::move(body))) {}

BareServer::~BareServer() {
    state_->context.stop();
    state_->thread.join();
}

}  // namespace fivestar::bench
