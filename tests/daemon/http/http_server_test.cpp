// SPDX-License-Identifier: Apache-2.0
// The server: the number of its connections, and its end.
#include "daemon/http/http_server.hpp"

#include "daemon/api/problem.hpp"
#include "daemon/system/wakeup.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/http/usual_routes.hpp"

#include <future>
#include <memory>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using daemon::Method;
using daemon::Reply;
using daemon::Request;
using daemon::Response;
using daemon::RouteName;
using daemon::RouteTable;
using testing::HasSubstr;

TEST(HttpServer, ServesThreeHundredConnections) {
    Served served{usual_routes()};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int count = 0; count < 300; ++count) clients.push_back(std::make_unique<RawClient>(served.socket()));
    for (const auto& client : clients) ASSERT_TRUE(client->send(get("/hello")));
    for (const auto& client : clients) ASSERT_THAT(client->answer(), IsText("hello"));
    EXPECT_EQ(served.connections(), 300U);
    clients.clear();
    EXPECT_TRUE(served.has_connections(0));
}

TEST(HttpServer, LimitsConnections) {
    Served served{usual_routes(), {.max_connections_of_uid = 2}};
    auto first = std::make_unique<RawClient>(served.socket());
    RawClient second{served.socket()};
    EXPECT_THAT(second.ask(get("/hello")), IsText("hello"));
    RawClient third{served.socket()};
    const auto refused = third.answer();
    EXPECT_THAT(refused, IsProblem(429U, "too_many_requests"));
    EXPECT_THAT(refused->head, HasSubstr("Retry-After: 1\r\n"));
    EXPECT_TRUE(third.is_closed());
    first.reset();
    ASSERT_TRUE(served.has_connections(1));
    RawClient fourth{served.socket()};
    EXPECT_THAT(fourth.ask(get("/hello")), IsText("hello"));
}

TEST(HttpServer, LetsWaitingHandlersAnswerAtShutdown) {
    std::promise<void> began;
    RouteTable table = usual_routes();
    table.add({Method::get,
               "/wait",
               RouteName::read,
               [&](Request& request) -> awaitable<Reply> {
                   began.set_value();
                   co_await wait_for_end(request);
                   co_return daemon::to_response({.code = daemon::ProblemCode::shutting_down}, Language::english);
               },
               {}});
    // A server that waited for this time after it answered would not end within the time of a test.
    Served served{std::move(table), {.shutdown_grace = 24h}};
    RawClient idle{served.socket()};
    EXPECT_THAT(idle.ask(get("/hello")), IsText("hello"));
    RawClient waiting{served.socket()};
    ASSERT_TRUE(waiting.send(get("/wait")));
    began.get_future().wait();
    served.stop();
    EXPECT_THAT(waiting.answer(), IsProblem(503U, "shutting_down"));
    EXPECT_TRUE(waiting.is_closed());
    EXPECT_TRUE(idle.is_closed());
    EXPECT_FALSE(std::filesystem::exists(served.socket()));
}

TEST(HttpServer, ClosesConnectionsAfterTheGracePeriod) {
    std::promise<void> began;
    RouteTable table;
    table.add({Method::get,
               "/stuck",
               RouteName::read,
               [&](Request& request) -> awaitable<Reply> {
                   began.set_value();
                   daemon::Wakeup never{request.link.executor()};
                   co_await never.wait();
                   co_return Response{};
               },
               {}});
    Served served{std::move(table), {.shutdown_grace = 50ms}};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send(get("/stuck")));
    began.get_future().wait();
    served.stop();
    EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace fivestar::test
