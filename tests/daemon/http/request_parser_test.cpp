// SPDX-License-Identifier: Apache-2.0
// Requests in every form of HTTP/1.1, malformed ones and too large ones.
#include "daemon/http/request_parser.hpp"

#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/http/usual_routes.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

TEST(HttpServer, JoinsChunks) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    const std::string chunked =
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\nA;why=not\r\n0123456789\r\n0\r\nTrailer: ignored\r\n\r\n";
    EXPECT_THAT(client.ask(chunked), IsText("abc0123456789"));
    for (const char octet : chunked) ASSERT_TRUE(client.send({&octet, 1}));
    EXPECT_THAT(client.answer(), IsText("abc0123456789"));
    // The shortest chunked body, in parts that once failed an assertion of Beast's parser.
    ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (const std::string_view part : {"0\r\n", "\r", "\n"}) {
        std::this_thread::sleep_for(20ms);
        ASSERT_TRUE(client.send(part));
    }
    EXPECT_THAT(client.answer(), IsText(""));
}

TEST(HttpServer, SendsContinueIfItIsExpected) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    ASSERT_TRUE(
        client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"));
    EXPECT_EQ(client.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_THAT(client.ask("body"), IsText("body"));
}

TEST(HttpServer, RefusesATooLargeBodyByItsLength) {
    Served served{usual_routes()};
    RawClient announced{served.socket()};
    EXPECT_THAT(announced.ask(
                    "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 65537\r\nExpect: 100-continue\r\n\r\n"),
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
    std::string chunks = "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
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
    ASSERT_TRUE(client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n"));
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
        "GET /hello HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: localhost\r\n: no name\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: \x01\r\n\r\n",
        std::string{"GET /hello HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", 48},
        "GET /hel lo HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /hello?a=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabcdef\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(20000, 'x'),
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

TEST(HttpServer, RequiresOneHost) {
    // RFC 9112 §3.2. Values: RFC 3986 §3.2.2; the empty one is that of a target without an authority.
    Served served{usual_routes()};
    const auto status_of = [&](std::string_view head) {
        RawClient client{served.socket()};
        const auto answer = client.ask(std::string{head} + "\r\n");
        return answer ? answer->status : 0;
    };
    for (const char* host : {"Host: localhost\r\n", "host:localhost:80\r\n", "Host:\r\n", "Host: [::1]:8080\r\n",
                             "Host: %2Frun%2Ffivestard%2Ffivestard.sock\r\n", "Host: 127.0.0.1:\r\n"}) {
        EXPECT_EQ(status_of(std::string{"GET /hello HTTP/1.1\r\n"} + host), 200U) << host;
    }
    for (const char* host : {"", "Host: a\r\nHost: b\r\n", "Host: a\r\nX: y\r\nHost: a\r\n", "Host: a b\r\n",
                             "Host: a/b\r\n", "Host: user@a\r\n", "Host: a:8x\r\n", "Host: a:1:2\r\n", "Host: [::1\r\n",
                             "Host: []\r\n", "Host: [::1]x\r\n", "Host: %2\r\n", "Host: %zz\r\n", "Host: \xE5\r\n"}) {
        RawClient client{served.socket()};
        const auto answer = client.ask(std::string{"GET /hello HTTP/1.1\r\n"} + host + "\r\n");
        EXPECT_THAT(answer, IsProblem(400U, "bad_request")) << host;
        EXPECT_THAT(answer->body, testing::HasSubstr("Host: localhost")) << host;
        EXPECT_TRUE(client.is_closed()) << host;
    }
    EXPECT_EQ(status_of("GET /hello HTTP/1.0\r\n"), 200U) << "HTTP/1.0 has no Host";
    EXPECT_EQ(status_of("GET /hello HTTP/1.0\r\nHost: a\r\nHost: b\r\n"), 400U);
    EXPECT_EQ(status_of("GET http://localhost/hello HTTP/1.1\r\n"), 400U) << "RFC 9112 §3.2.2";
}

TEST(HttpServer, IgnoresAnEmptyLineBeforeARequest) {
    // RFC 9112 §2.2: "a server that is expecting to receive and parse a request-line SHOULD ignore at least one empty
    // line (CRLF) received prior to the request-line".
    Served served{usual_routes()};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask("\r\n" + get("/hello")), IsText("hello"));
    EXPECT_THAT(client.ask(post("/echo", "x") + "\r\n"), IsText("x"));
    EXPECT_THAT(client.ask(get("/hello")), IsText("hello"));
    ASSERT_TRUE(client.send("\r\n" + post("/echo", "\r\n") + "\r\n" + get("/hello")));
    EXPECT_THAT(client.answer(), IsText("\r\n"));
    EXPECT_THAT(client.answer(), IsText("hello"));
    for (const std::string_view junk : {"\r\r\n", "\n", "\r\n\x01"}) {
        RawClient other{served.socket()};
        EXPECT_THAT(other.ask(std::string{junk} + get("/hello")), IsProblem(400U, "bad_request"));
    }
}

TEST(HttpServer, FindsAnEmptyLineInParts) {
    daemon::RequestParser parser{{}};
    const auto feed = [&](std::string_view part) {
        std::ranges::copy(part, parser.room().begin());
        parser.received(part.size());
        return parser.parse();
    };
    using Progress = daemon::RequestParser::Progress;
    EXPECT_EQ(feed("\r"), Progress::head) << "the time limit of a head runs";
    EXPECT_EQ(feed("\n"), Progress::idle);
    EXPECT_EQ(feed("GET /hello HTTP/1.1\r\nHost: a\r\n"), Progress::head);
    EXPECT_EQ(feed("\r\n"), Progress::complete);
    EXPECT_EQ(parser.take().message.path, "/hello");
}

TEST(HttpServer, IgnoresConnectionUpgradeWithoutUpgrade) {
    // nginx sends it for every request behind `proxy_set_header Connection "upgrade"`. RFC 9110 §7.8: a server may
    // ignore Upgrade, and Connection names nothing where there is none.
    Served served{usual_routes()};
    RawClient client{served.socket()};
    for (const char* headers : {"Connection: upgrade\r\n", "Connection: Upgrade, HTTP2-Settings\r\n", "Connection:\r\n",
                                "Connection: Upgrade\r\nUpgrade: h2c\r\n", "Connection: , keep-alive\r\n"}) {
        const auto answer = client.ask(get("/hello", headers));
        EXPECT_THAT(answer, IsText("hello")) << headers;
        EXPECT_THAT(answer->head, testing::HasSubstr("Connection: keep-alive\r\n")) << headers;
    }
    EXPECT_THAT(client.ask(get("/hello", "Connection: upgrade, close\r\n")), IsText("hello"));
    EXPECT_TRUE(client.is_closed());
}

TEST(HttpServer, JoinsTheLinesOfAList) {
    // RFC 9110 §5.3.
    Served served{usual_routes()};
    RawClient client{served.socket()};
    EXPECT_THAT(client.ask(get("/hello", "Accept: application/json\r\nAccept: text/plain\r\n")), IsText("hello"));
    EXPECT_EQ(client.ask(get("/hello", "Accept: application/json\r\nAccept: text/html\r\n"))->status, 406U);
}

TEST(HttpServer, AnswersRequestsBeforeMalformedOnes) {
    Served served{usual_routes()};
    RawClient client{served.socket()};
    ASSERT_TRUE(client.send(get("/hello") + "junk junk junk\r\n\r\n" + get("/hello")));
    EXPECT_THAT(client.answer(), IsText("hello"));
    EXPECT_THAT(client.answer(), IsProblem(400U, "bad_request"));
}

}  // namespace
}  // namespace fivestar::test
