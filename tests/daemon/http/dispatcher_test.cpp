// SPDX-License-Identifier: Apache-2.0
// The steps between a request and its handler: rate limit, grants, types, audit.
#include "daemon/http/dispatcher.hpp"

#include "daemon/api/problem.hpp"
#include "tests/daemon/api/collected_log.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/http/usual_routes.hpp"
#include "tests/support/manual_clock.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using boost::asio::awaitable;
using daemon::EventStream;
using daemon::Method;
using daemon::Reply;
using daemon::Request;
using daemon::Response;
using daemon::RouteName;
using daemon::RouteTable;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Dispatcher, FormatsTheDateAgainWhenTheSecondChanges) {
    using namespace std::chrono;
    ManualClock clock{WallTime{sys_days{1994y / 11 / 6} + 8h + 49min + 37s + 600ms}};  // RFC 9110 §5.6.7
    CollectedLog log;
    const RouteTable routes;
    daemon::Dispatcher dispatcher{routes, clock, log, {}};
    EXPECT_EQ(dispatcher.date(), "Sun, 06 Nov 1994 08:49:37 GMT");
    clock.advance(399ms);
    EXPECT_EQ(dispatcher.date(), "Sun, 06 Nov 1994 08:49:37 GMT");
    clock.advance(1ms);
    EXPECT_EQ(dispatcher.date(), "Sun, 06 Nov 1994 08:49:38 GMT");
    clock.advance(-2s);  // set back
    EXPECT_EQ(dispatcher.date(), "Sun, 06 Nov 1994 08:49:36 GMT");
}

TEST(HttpServer, AcceptsTheBodyTypesOfCurl) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(post("/echo", "{}", "Content-Type: application/x-www-form-urlencoded\r\n")), IsText("{}"));
    EXPECT_THAT(client.ask(post("/echo", "{}", "Content-Type: Application/JSON; charset=utf-8\r\n")), IsText("{}"));
    EXPECT_THAT(client.ask(post("/echo", "{}", "Content-Type: application/octet-stream\r\n")), IsText("{}"));
    EXPECT_THAT(client.ask(post("/echo", "{}")), IsText("{}"));
}

TEST(HttpServer, LimitsRequestsOfAClient) {
    Served served{usual_routes(), {}, open_policy(3)};
    RawClient client{served.socket()};
    for (int count = 0; count < 3; ++count) EXPECT_THAT(client.ask(get("/hello")), IsText("hello"));
    RawClient same_client{served.socket()};
    const auto refused = same_client.ask(get("/hello"));
    EXPECT_THAT(refused, IsProblem(429U, "too_many_requests"));
    EXPECT_THAT(refused->head, HasSubstr("Retry-After: 20\r\n"));
    const daemon::ClientId who = "uid:" + std::to_string(::geteuid());
    EXPECT_THAT(served.problems(), ElementsAre(Served::Told{who, "too_many_requests", ""}));
}

TEST(HttpServer, AppliesThePolicyToEachRequest) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(post("/echo", "x")), IsText("x"));
    daemon::ClientRule rule{.name = "desk", .who = daemon::UserRule{::geteuid()}};
    rule.grants.routes = {RouteName::readers};
    served.set_policy(std::make_shared<const daemon::Policy>(std::vector{rule}, ::geteuid(), 1000U));
    EXPECT_THAT(client.ask(post("/echo", "x")), IsProblem(403U, "not_granted"));
    EXPECT_THAT(client.ask(get("/things/a")), IsText("a|"));
    EXPECT_THAT(served.problems(), ElementsAre(Served::Told{"desk", "not_granted", ""})) << "a refusal is counted";
}

/// Returns client, request, outcome and problem of each entry.
std::vector<std::string> summaries(const std::vector<daemon::AuditEntry>& entries) {
    std::vector<std::string> all;
    for (const daemon::AuditEntry& entry : entries) {
        std::string& one = all.emplace_back(entry.client);
        one.append(" ").append(entry.request).append(" ").append(to_string(entry.outcome));
        if (!entry.problem.empty()) one.append(" ").append(entry.problem);
    }
    return all;
}

TEST(HttpServer, AuditsAnswersFromARecordAndKeys) {
    std::vector<std::string> patterns;
    for (std::size_t index = 0; index < daemon::route_name_count; ++index) {
        patterns.push_back("/" + std::string{to_string(static_cast<RouteName>(index))});
    }
    RouteTable table;
    for (std::size_t index = 0; index < patterns.size(); ++index) {
        table.add({Method::get, patterns[index], static_cast<RouteName>(index), hello, {}});
    }
    Served served{std::move(table)};
    RawClient client{served.socket()};
    for (const std::string& pattern : patterns) EXPECT_THAT(client.ask(get(pattern)), IsText("hello"));
    const std::string who = "uid:" + std::to_string(::geteuid());
    EXPECT_THAT(summaries(served.audited()), ElementsAre(who + " GET /read answered", who + " GET /match answered",
                                                         who + " GET /cross-check answered",
                                                         who + " GET /number answered", who + " GET /key answered"));
    const auto entries = served.audited();
    ASSERT_FALSE(entries.empty());
    EXPECT_EQ(entries.front().uid, ::geteuid());
    EXPECT_EQ(entries.front().gid, ::getegid());
    EXPECT_EQ(entries.front().pid, ::getpid());
}

TEST(HttpServer, AuditsRefusalsAndDefectsWithinTheRateLimit) {
    RouteTable table = usual_routes();
    table.add({Method::get,
               "/throws",
               RouteName::read,
               [](Request&) -> awaitable<Reply> {
                   throw std::runtime_error{"defect"};
                   co_return text_response("");
               },
               {}});
    table.add({Method::get,
               "/throwing-stream",
               RouteName::read,
               [](Request&) -> awaitable<Reply> {
                   co_return daemon::StreamWriter{[](EventStream&) -> awaitable<void> {
                       throw std::runtime_error{"defect"};
                       co_return;
                   }};
               },
               {}});
    Served served{std::move(table), {}, open_policy(5)};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(post("/echo", "x", "Content-Type: text/html\r\n")),
                IsProblem(415U, "unsupported_media_type"));
    EXPECT_THAT(client.ask(get("/throws")), IsProblem(500U, "internal_error"));
    RawClient streaming{served.socket()};
    ASSERT_TRUE(streaming.send(get("/throwing-stream")));
    EXPECT_TRUE(streaming.is_closed());
    const std::string who = "uid:" + std::to_string(::geteuid());
    daemon::ClientRule rule{.name = "desk", .who = daemon::UserRule{::geteuid()}};
    served.set_policy(std::make_shared<const daemon::Policy>(std::vector{rule}, ::geteuid(), 1U));
    EXPECT_THAT(client.ask(post("/echo", "x")), IsProblem(403U, "not_granted"));
    for (int count = 0; count < 3; ++count) {
        EXPECT_THAT(client.ask(post("/echo", "x")), IsProblem(429U, "too_many_requests"));
    }
    EXPECT_THAT(
        summaries(served.audited()),
        ElementsAre(who + " POST /echo failed unsupported_media_type", who + " GET /throws failed internal_error",
                    who + " GET /throwing-stream failed internal_error", "desk POST /echo refused not_granted"));
    EXPECT_EQ(served.problems().size(), 6U) << "all are counted except the end of a stream";
}

TEST(HttpServer, AnswersAnExceptionWithInternalError) {
    RouteTable table;
    table.add({Method::get,
               "/broken",
               RouteName::read,
               [](Request&) -> awaitable<Reply> {
                   throw std::runtime_error{"SPECIMEN"};
                   co_return Response{};
               },
               {}});
    Served served{std::move(table)};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(get("/broken")), IsProblem(500U, "internal_error"));
    EXPECT_THAT(client.ask(get("/broken")), IsProblem(500U, "internal_error"));
    served.stop();
    ASSERT_EQ(served.log().lines().size(), 2U);
    EXPECT_THAT(served.log().lines()[0], HasSubstr("/broken"));
    EXPECT_THAT(served.log().lines()[0], Not(HasSubstr("SPECIMEN")));
}

}  // namespace
}  // namespace fivestar::test
