// SPDX-License-Identifier: Apache-2.0
// The server and well-behaved or hostile clients, over a real socket. RFC 9110 and RFC 9112 define the answers,
// docs/API.md the problems.
#include "daemon/api/problem.hpp"
#include "daemon/system/wakeup.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"

#include <future>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using boost::asio::awaitable;
using daemon::EventStream;
using daemon::Method;
using daemon::Reply;
using daemon::Request;
using daemon::Response;
using daemon::RouteName;
using daemon::RouteTable;
using daemon::StreamEvent;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Response text_response(std::string_view text) {
    return {.content_type = "text/plain", .body = PersonalText{text}};
}

awaitable<Reply> hello(Request&) {
    co_return text_response("hello");
}

awaitable<Reply> echo(Request& request) {
    co_return text_response(request.message.body.view());
}

awaitable<Reply> show_target(Request& request) {
    std::string text{request.parameter("id")};
    text += '|';
    text += request.message.query_value("view").value_or("");
    co_return text_response(text);
}

/// Waits until the client has gone or the daemon shuts down.
awaitable<void> wait_for_end(Request& request) {
    daemon::Wakeup wakeup{request.link.executor()};
    const std::stop_token ended = request.link.ended();
    const std::stop_callback on_end{ended, [&wakeup] { wakeup.notify(); }};
    while (!ended.stop_requested()) co_await wakeup.wait();
}

RouteTable usual_routes() {
    RouteTable table;
    table.add({Method::get, "/hello", RouteName::health, hello, {"text/plain"}});
    table.add({Method::post, "/echo", RouteName::read, echo, {"text/plain"}});
    table.add({Method::get, "/things/{id}", RouteName::readers, show_target, {}});
    table.add({Method::delete_, "/things/{id}", RouteName::readers, show_target, {}});
    return table;
}

std::string get(std::string_view path, std::string_view headers = "") {
    return "GET " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\n" + std::string{headers} + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view headers = "") {
    return "POST " + std::string{path} +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string{headers} + "\r\n" + std::string{body};
}

MATCHER_P2(IsProblem, status, code, "") {
    if (!arg || arg->status != status) return false;
    const auto members = boost::json::parse(arg->body).as_object();
    return members.at("code") == code && members.at("status") == status &&
           members.at("type") == boost::json::string{std::string{"urn:fivestar:problem:"} + code} &&
           arg->head.find("Content-Type: application/problem+json\r\n") != std::string::npos;
}

MATCHER_P(IsText, text, "") {
    return arg && arg->status == 200 && arg->body == text;
}

// --- answers

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

TEST(HttpServer, AnswersHeadWithoutTheBody) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send("HEAD /hello HTTP/1.1\r\n\r\n"));
    const auto answer = client.answer(true);
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->head, HasSubstr("Content-Length: 5\r\n"));
    EXPECT_THAT(client.ask(get("/hello")), IsText("hello"));
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

TEST(HttpServer, DecodesPathAndQuery) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(get("/things/front%2Ddesk?view=a%26b+c&x=1")), IsText("front-desk|a&b c"));
    EXPECT_THAT(client.ask(get("/things/%E5%8C%97%E4%BA%AC")), IsText("北京|"));
    EXPECT_THAT(client.ask("GET http://localhost/things/a HTTP/1.1\r\n\r\n"), IsText("a|"));
    EXPECT_THAT(client.ask("DELETE /things/b HTTP/1.1\r\n\r\n"), IsText("b|"));
    EXPECT_THAT(client.ask(get("/things/%00")), IsProblem(400U, "bad_request"));
    EXPECT_THAT(client.ask(get("/things/%C0%AF")), IsProblem(400U, "bad_request"));
    EXPECT_THAT(client.ask(get("/things/%ED%A0%80")), IsProblem(400U, "bad_request"));
    EXPECT_THAT(client.ask(get("/things/%4")), IsProblem(400U, "bad_request"));
    EXPECT_THAT(client.ask(get("/things/")), IsProblem(404U, "not_found"));
    EXPECT_THAT(client.ask(get("/things/a/")), IsProblem(404U, "not_found"));
}

TEST(HttpServer, RefusesUnknownPathsMethodsAndTypes) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(get("/")), IsProblem(404U, "not_found"));
    EXPECT_THAT(client.ask(get("/hello/")), IsProblem(404U, "not_found"));
    const auto wrong_method = client.ask("PATCH /things/a HTTP/1.1\r\n\r\n");
    EXPECT_THAT(wrong_method, IsProblem(405U, "method_not_allowed"));
    EXPECT_THAT(wrong_method->head, HasSubstr("Allow: GET, HEAD, DELETE\r\n"));
    EXPECT_THAT(client.ask(get("/hello", "Accept: image/png\r\n")), IsProblem(406U, "not_acceptable"));
    EXPECT_THAT(client.ask(get("/hello", "Accept: image/png, */*;q=0.1\r\n")), IsText("hello"));
    EXPECT_THAT(client.ask(post("/echo", "{}", "Content-Type: text/xml\r\n")),
                IsProblem(415U, "unsupported_media_type"));
}

TEST(HttpServer, AcceptsTheBodyTypesOfCurl) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(post("/echo", "{}", "Content-Type: application/x-www-form-urlencoded\r\n")), IsText("{}"));
    EXPECT_THAT(client.ask(post("/echo", "{}", "Content-Type: Application/JSON; charset=utf-8\r\n")), IsText("{}"));
    EXPECT_THAT(client.ask(post("/echo", "{}", "Content-Type: application/octet-stream\r\n")), IsText("{}"));
    EXPECT_THAT(client.ask(post("/echo", "{}")), IsText("{}"));
}

TEST(HttpServer, JoinsChunks) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    const std::string chunked =
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\nA;why=not\r\n0123456789\r\n0\r\nTrailer: ignored\r\n\r\n";
    EXPECT_THAT(client.ask(chunked), IsText("abc0123456789"));
    for (const char octet : chunked) ASSERT_TRUE(client.send({&octet, 1}));
    EXPECT_THAT(client.answer(), IsText("abc0123456789"));
    // The shortest chunked body, in parts that once failed an assertion of Beast's parser.
    ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (const std::string_view part : {"0\r\n", "\r", "\n"}) {
        std::this_thread::sleep_for(20ms);
        ASSERT_TRUE(client.send(part));
    }
    EXPECT_THAT(client.answer(), IsText(""));
}

TEST(HttpServer, SendsContinueIfItIsExpected) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"));
    EXPECT_EQ(client.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_THAT(client.ask("body"), IsText("body"));
}

// --- limits

TEST(HttpServer, RefusesATooLargeBodyByItsLength) {
    Served served{usual_routes()};
    RawClient announced{served.socket()};
    EXPECT_THAT(announced.ask("POST /echo HTTP/1.1\r\nContent-Length: 65537\r\nExpect: 100-continue\r\n\r\n"),
                IsProblem(413U, "body_too_large"));
    RawClient exact{served.socket()};
    const std::string largest(65536, 'x');
    EXPECT_THAT(exact.ask(post("/echo", largest)), IsText(largest));
}

TEST(HttpServer, AnswersAClientThatSendsATooLargeBody) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    EXPECT_TRUE(client.send(post("/echo", std::string(1024 * 1024, 'x'))));
    EXPECT_THAT(client.answer(), IsProblem(413U, "body_too_large"));
    client.stop_sending();
    EXPECT_TRUE(client.is_closed());
}

TEST(HttpServer, LimitsAChunkedBody) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    std::string chunks = "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int count = 0; count < 17; ++count) chunks += "1000\r\n" + std::string(4096, 'x') + "\r\n";
    EXPECT_THAT(client.ask(chunks), IsProblem(413U, "body_too_large"));
}

TEST(HttpServer, RefusesATooLargeHead) {
    Served served{usual_routes()};
    RawClient one_line{served.socket()};
    EXPECT_THAT(one_line.ask("GET /" + std::string(9000, 'x')), IsProblem(431U, "headers_too_large"));
    RawClient one_header{served.socket()};
    EXPECT_THAT(one_header.ask(get("/hello", "X: " + std::string(9000, 'x') + "\r\n")),
                IsProblem(431U, "headers_too_large"));
    RawClient below{served.socket()};
    EXPECT_THAT(below.ask(get("/hello", "X: " + std::string(8000, 'x') + "\r\n")), IsText("hello"));
}

TEST(HttpServer, LimitsHeadersThatArriveOneByOne) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send("GET /hello HTTP/1.1\r\n"));
    const std::string header = "X: " + std::string(100, 'x') + "\r\n";
    for (int count = 0; count < 100; ++count) {
        if (!client.send(header)) break;
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_THAT(client.answer(), IsProblem(431U, "headers_too_large"));
}

TEST(HttpServer, RefusesMalformedRequests) {
    Served served{usual_routes()};
    const std::vector<std::string> junk = {
        "\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03"s,
        "hello\r\n\r\n",
        "GET /hello\r\n\r\n",
        "GET /hello HTTP/2.0\r\n\r\n",
        "GET /hello HTTP/1.1\r\nno colon\r\n\r\n",
        "GET /hello HTTP/1.1\r\n: no name\r\n\r\n",
        "GET /hello HTTP/1.1\r\nX: \x01\r\n\r\n",
        std::string{"GET /hello HTTP/1.1\r\nX: a\0b\r\n\r\n", 31},
        "GET /hel lo HTTP/1.1\r\n\r\n",
        "GET /hello?a=%zz HTTP/1.1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "POST /echo HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n",
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabcdef\r\n",
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(20000, 'x'),
    };
    for (const std::string& octets : junk) {
        RawClient client{served.socket()};
        EXPECT_THAT(client.ask(octets), IsProblem(400U, "bad_request")) << octets.substr(0, 80);
        client.stop_sending();
        EXPECT_TRUE(client.is_closed()) << octets.substr(0, 80);
    }
    RawClient after{served.socket()};
    EXPECT_THAT(after.ask(get("/hello")), IsText("hello"));
}

TEST(HttpServer, AnswersRequestsBeforeMalformedOnes) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send(get("/hello") + "junk junk junk\r\n\r\n" + get("/hello")));
    EXPECT_THAT(client.answer(), IsText("hello"));
    EXPECT_THAT(client.answer(), IsProblem(400U, "bad_request"));
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
    ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"));
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

// --- grants

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

// --- the audit log

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

TEST(HttpServer, AuditsAnswersFromARecordAlone) {
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
    EXPECT_THAT(summaries(served.audited()),
                ElementsAre(who + " GET /read answered", who + " GET /match answered",
                            who + " GET /cross-check answered", who + " GET /number answered"));
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

// --- handlers that wait

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

// --- event streams

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

TEST(HttpServer, EndsAStreamWhoseClientDoesNotRead) {
    std::promise<int> sent;
    RouteTable table;
    table.add({Method::get,
               "/events",
               RouteName::events,
               [&](Request&) -> awaitable<Reply> {
                   co_return [&](EventStream& stream) -> awaitable<void> {
                       for (int count = 0;; ++count) {
                           StreamEvent event{.event = "e", .data = PersonalText(std::size_t{10000})};
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
