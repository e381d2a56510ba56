// SPDX-License-Identifier: Apache-2.0
// Connections: requests in a row, time limits, and clients that leave.
#include "daemon/http/connection.hpp"

#include "daemon/system/wakeup.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/http/usual_routes.hpp"

#include <future>
#include <memory>
#include <string>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using daemon::EventStream;
using daemon::Method;
using daemon::Reply;
using daemon::Request;
using daemon::Response;
using daemon::RouteName;
using daemon::RouteTable;
using daemon::StreamEvent;
using testing::HasSubstr;

TEST(HttpServer, KeepsTheConnectionOpen) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    for (int round = 0; round < 3; ++round) {
        const auto answer = client.ask(get("/hello"));
        ASSERT_THAT(answer, IsText("hello"));
        EXPECT_THAT(answer->head, HasSubstr("HTTP/1.1 200 OK\r\n"));
        EXPECT_THAT(answer->head, HasSubstr("Content-Type: text/plain\r\n"));
        EXPECT_THAT(answer->head, HasSubstr("Cache-Control: no-store\r\n"));
    }
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send(post("/echo", "one") + post("/echo", "two") + get("/hello") + post("/echo", "three")));
    EXPECT_THAT(client.answer(), IsText("one"));
    EXPECT_THAT(client.answer(), IsText("two"));
    EXPECT_THAT(client.answer(), IsText("hello"));
    EXPECT_THAT(client.answer(), IsText("three"));
}

TEST(HttpServer, KeepsAConnectionOnlyIfTheClientWantsIt) {
    Served served{usual_routes()};
    RawClient asks_to_close{served.socket()};
    EXPECT_THAT(asks_to_close.ask(get("/hello", "Connection: close\r\n")), IsText("hello"));
    EXPECT_TRUE(asks_to_close.is_closed());
    RawClient old{served.socket()};
    EXPECT_THAT(old.ask("GET /hello HTTP/1.0\r\n\r\n"), IsText("hello"));
    EXPECT_TRUE(old.is_closed());
    RawClient old_but_keeping{served.socket()};
    for (int round = 0; round < 2; ++round) {
        const auto answer = old_but_keeping.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        ASSERT_THAT(answer, IsText("hello"));
        EXPECT_THAT(answer->head, HasSubstr("Connection: keep-alive\r\n"));
    }
}

TEST(HttpServer, ClosesAConnectionWithASlowHead) {
    Served served{usual_routes(), {.receive_timeout = 200ms}};
    RawClient slow{served.socket()};
    bool open = true;
    for (const char octet : get("/hello", "X: " + std::string(2000, 'x') + "\r\n")) {
        open = open && slow.send({&octet, 1});
        if (!open) break;
        std::this_thread::sleep_for(5ms);
    }
    EXPECT_FALSE(open) << "each octet arrived within the time-out, but not the head";
    RawClient other{served.socket()};
    EXPECT_THAT(other.ask(get("/hello")), IsText("hello"));
}

TEST(HttpServer, ClosesAConnectionWithASlowBody) {
    Served served{usual_routes(), {.receive_timeout = 100ms}};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc"));
    EXPECT_TRUE(client.is_closed());
}

TEST(HttpServer, ClosesAnIdleConnection) {
    Served served{usual_routes(), {.idle_timeout = 150ms}};
    RawClient never_asks{served.socket()};
    RawClient asked{served.socket()};
    EXPECT_THAT(asked.ask(get("/hello")), IsText("hello"));
    EXPECT_TRUE(never_asks.is_closed());
    EXPECT_TRUE(asked.is_closed());
    EXPECT_TRUE(served.has_connections(0));
}

TEST(HttpServer, ClosesAConnectionWhoseClientDoesNotRead) {
    RouteTable table;
    table.add({Method::get,
               "/large",
               RouteName::read,
               [](Request&) -> awaitable<Reply> { co_return text_response(std::string(8 * 1024 * 1024, 'x')); },
               {}});
    Served served{std::move(table), {.send_timeout = 100ms}};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send(get("/large")));
    EXPECT_TRUE(served.has_connections(1));
    EXPECT_TRUE(served.has_connections(0));
}

TEST(HttpServer, SendsALargeAnswer) {
    const std::string large(8 * 1024 * 1024, 'x');
    RouteTable table;
    table.add({Method::get,
               "/large",
               RouteName::read,
               [&large](Request&) -> awaitable<Reply> { co_return text_response(large); },
               {}});
    Served served{std::move(table)};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(get("/large")), IsText(large));
    EXPECT_THAT(client.ask(get("/large")), IsText(large));
}

TEST(HttpServer, TellsAWaitingHandlerThatTheClientHasLeft) {
    std::promise<void> began;
    std::promise<bool> ended;
    RouteTable table;
    table.add({Method::get,
               "/wait",
               RouteName::read,
               [&](Request& request) -> awaitable<Reply> {
                   began.set_value();
                   co_await wait_for_end(request);
                   ended.set_value(request.link.shutting_down());
                   co_return Response{};
               },
               {}});
    Served served{std::move(table)};
    auto client = std::make_unique<RawClient>(served.socket());
    ASSERT_TRUE(client->send(get("/wait") + "pipelined junk"));
    began.get_future().wait();
    client->stop_sending();
    auto outcome = ended.get_future();
    EXPECT_EQ(outcome.wait_for(100ms), std::future_status::timeout) << "a client that only stopped sending still waits";
    client.reset();
    ASSERT_EQ(outcome.wait_for(5s), std::future_status::ready);
    EXPECT_FALSE(outcome.get());
    EXPECT_TRUE(served.has_connections(0));
}

TEST(HttpServer, AnswersAClientThatHasShutDownSending) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send(post("/echo", "x")));
    client.stop_sending();
    EXPECT_THAT(client.answer(), IsText("x"));
    EXPECT_TRUE(client.is_closed());
}

TEST(HttpServer, EndsAStreamWhoseClientDoesNotRead) {
    std::promise<int> sent;
    RouteTable table;
    table.add({Method::get,
               "/events",
               RouteName::events,
               [&](Request&) -> awaitable<Reply> {
                   co_return [&](EventStream& stream) -> awaitable<void> {
                       for (int count = 0;; ++count) {
                           StreamEvent event{.event = "e", .data = Utf8Text{PersonalText(std::size_t{10000})}};
                           const bool taken = co_await stream.send(std::move(event));
                           if (taken) continue;
                           sent.set_value(count);
                           co_return;
                       }
                   };
               },
               {}});
    Served served{std::move(table), {.send_timeout = 50ms}};
    auto client = std::make_unique<RawClient>(served.socket());
    ASSERT_TRUE(client->send(get("/events")));
    auto outcome = sent.get_future();
    EXPECT_EQ(outcome.wait_for(200ms), std::future_status::timeout) << "the server waits for a slow subscriber";
    client.reset();
    ASSERT_EQ(outcome.wait_for(5s), std::future_status::ready);
    EXPECT_LT(outcome.get(), 1000) << "only the kernel buffers events";
}

}  // namespace
}  // namespace fivestar::test
