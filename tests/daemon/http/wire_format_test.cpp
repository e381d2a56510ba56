// SPDX-License-Identifier: Apache-2.0
// Answers and events as they are sent.
#include "daemon/http/wire_format.hpp"

#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/http/usual_routes.hpp"

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using boost::asio::awaitable;
using daemon::EventStream;
using daemon::Method;
using daemon::Reply;
using daemon::Request;
using daemon::RouteName;
using daemon::RouteTable;
using daemon::StreamEvent;
using testing::HasSubstr;

TEST(HttpServer, AnswersHeadWithoutTheBody) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send("HEAD /hello HTTP/1.1\r\n\r\n"));
    const auto answer = client.answer(true);
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->head, HasSubstr("Content-Length: 5\r\n"));
    EXPECT_THAT(client.ask(get("/hello")), IsText("hello"));
}

TEST(HttpServer, StreamsEvents) {
    RouteTable table;
    table.add({Method::get,
               "/events",
               RouteName::events,
               [](Request&) -> awaitable<Reply> {
                   co_return [](EventStream& stream) -> awaitable<void> {
                       StreamEvent progress{.event = "progress", .data = PersonalText{"{\"a\":1}"}};
                       StreamEvent result{.event = "result", .id = "7-1", .data = PersonalText{"{}"}};
                       EXPECT_TRUE(co_await stream.send(std::move(progress)));
                       EXPECT_TRUE(co_await stream.comment());
                       EXPECT_TRUE(co_await stream.send(std::move(result)));
                   };
               },
               {"text/event-stream"}});
    Served served{std::move(table)};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send(get("/events", "Accept: text/event-stream\r\n")));
    const auto head = client.until("\r\n\r\n");
    ASSERT_TRUE(head);
    EXPECT_THAT(*head, HasSubstr("Content-Type: text/event-stream\r\n"));
    EXPECT_EQ(client.until("{}\n\n"),
              "event: progress\ndata: {\"a\":1}\n\n"
              ":\n\n"
              "id: 7-1\nevent: result\ndata: {}\n\n");
    EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace fivestar::test
