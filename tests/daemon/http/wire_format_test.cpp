// SPDX-License-Identifier: Apache-2.0
// Answers and events as they are sent.
#include "daemon/http/wire_format.hpp"

#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/http/usual_routes.hpp"

#include <chrono>
#include <optional>
#include <string>

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
    ASSERT_TRUE(client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    const auto answer = client.answer(true);
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->head, HasSubstr("Content-Length: 5\r\n"));
    EXPECT_THAT(client.ask(get("/hello")), IsText("hello"));
}

TEST(HttpDate, HasTheFormOfTheStandard) {
    // The first is the example of RFC 9110 §5.6.7, the others are as GNU date writes them.
    using namespace std::chrono;
    EXPECT_EQ(daemon::http_date(WallTime{sys_days{1994y / 11 / 6} + 8h + 49min + 37s}),
              "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(daemon::http_date(WallTime{sys_days{2026y / 2 / 28} + 23h + 59min + 59s + 999ms}),
              "Sat, 28 Feb 2026 23:59:59 GMT");
    EXPECT_EQ(daemon::http_date(WallTime{}), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(HttpServer, DatesEveryAnswer) {
    // RFC 9110 §6.6.1: in all 2xx, 3xx and 4xx responses.
    Served served{usual_routes(), {.max_connections = 1}};
    RawClient client{served.socket()};
    const auto is_now = [](const std::optional<RawClient::Answer>& answer) {
        if (!answer) return false;
        const auto now = std::chrono::system_clock::now();
        for (const auto ago : {0, 1, 2, 3, 4, 5}) {
            const std::string date = daemon::http_date(now - std::chrono::seconds{ago});
            if (answer->head.find("\r\nDate: " + date + "\r\n") != std::string::npos) return true;
        }
        return false;
    };
    EXPECT_TRUE(is_now(client.ask(get("/hello"))));
    EXPECT_TRUE(is_now(client.ask(get("/nothing"))));
    RawClient one_too_many{served.socket()};
    EXPECT_TRUE(is_now(one_too_many.answer()));
    EXPECT_TRUE(is_now(client.ask("junk\r\n\r\n")));
}

TEST(HttpServer, StreamsEvents) {
    RouteTable table;
    table.add({Method::get,
               "/events",
               RouteName::events,
               [](Request&) -> awaitable<Reply> {
                   co_return [](EventStream& stream) -> awaitable<void> {
                       StreamEvent progress{.event = "progress", .data = Utf8Text{"{\"a\":1}"}};
                       StreamEvent result{.event = "result", .id = "7-1", .data = Utf8Text{"{}"}};
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
    EXPECT_THAT(*head, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(*head, HasSubstr("\r\nDate: "));
    // fanout/django-eventstream#37: nginx holds back events without this header.
    EXPECT_THAT(*head, HasSubstr("X-Accel-Buffering: no\r\n"));
    EXPECT_EQ(client.until("{}\n\n"),
              "event: progress\ndata: {\"a\":1}\n\n"
              ":\n\n"
              "id: 7-1\nevent: result\ndata: {}\n\n");
    EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace fivestar::test
