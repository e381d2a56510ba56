// SPDX-License-Identifier: Apache-2.0
// Answers of HTTP/1.1 as in RFC 9112, and those of a broken or hostile server.
#include "client/http_response.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::client {
namespace {

struct Outcome {
    fivestar_error error = FIVESTAR_OK;
    int status = 0;
    std::string body;
    std::size_t taken = 0;
    bool is_complete = false;
    bool keeps_connection = false;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// Parses in pieces of `piece` octets; then the server closes.
Outcome parse_response(std::string_view octets, std::size_t piece) {
    ResponseParser parser;
    Outcome outcome;
    const auto on_body = [&](std::string_view body) {
        outcome.body.append(body);
        return FIVESTAR_OK;
    };
    while (outcome.taken < octets.size() && !parser.is_complete()) {
        std::string_view rest = octets.substr(outcome.taken, piece);
        while (!rest.empty() && !parser.is_complete()) {
            const auto taken = parser.parse(rest, on_body);
            if (!taken) {
                Outcome refused;
                refused.error = taken.error();
                return refused;
            }
            rest.remove_prefix(*taken);
            outcome.taken += *taken;
        }
    }
    outcome.error = parser.end();
    outcome.status = parser.head().status;
    outcome.is_complete = parser.is_complete();
    outcome.keeps_connection = parser.keeps_connection();
    return outcome;
}

/// The pieces in which octets arrive must not matter.
Outcome parse_response(std::string_view octets) {
    const Outcome whole = parse_response(octets, octets.size());
    for (const std::size_t piece : {1UZ, 2UZ, 7UZ})
        EXPECT_EQ(parse_response(octets, piece), whole) << "in pieces of " << piece;
    return whole;
}

TEST(ResponseParser, ReadsABodyOfKnownLength) {
    const Outcome outcome =
        parse_response("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}surplus");
    EXPECT_EQ(outcome.error, FIVESTAR_OK);
    EXPECT_EQ(outcome.status, 200);
    EXPECT_EQ(outcome.body, "{}");
    EXPECT_TRUE(outcome.keeps_connection);
}

TEST(ResponseParser, LeavesOctetsAfterTheAnswer) {
    constexpr std::string_view answer = "HTTP/1.1 204 No Content\r\n\r\n";
    EXPECT_EQ(parse_response(std::string{answer} + "HTTP/1.1 200 OK\r\n\r\n").taken, answer.size());
}

TEST(ResponseParser, ReadsChunksWithExtensionsAndTrailers) {
    // The example of RFC 9112 §7.1 has no body of its own; these chunks are those of RFC 2616 §19.4.6's algorithm.
    const Outcome outcome = parse_response(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
        "4\r\nWiki\r\n5;name=value\r\npedia\r\nA \r\n in\r\n\r\nchu\r\n0\r\nExpires: never\r\n\r\n");
    EXPECT_EQ(outcome.error, FIVESTAR_OK);
    EXPECT_EQ(outcome.body, "Wikipedia in\r\n\r\nchu");
    EXPECT_TRUE(outcome.keeps_connection);
}

TEST(ResponseParser, ReadsAnOpenBodyToItsEnd) {
    const Outcome outcome = parse_response("HTTP/1.1 200 OK\r\n\r\nall that comes");
    EXPECT_EQ(outcome.error, FIVESTAR_OK);
    EXPECT_EQ(outcome.body, "all that comes");
    EXPECT_FALSE(outcome.keeps_connection);
}

TEST(ResponseParser, SkipsInterimAnswers) {
    const Outcome outcome = parse_response(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 200\r\nContent-Length: "
        "0\r\n\r\n");
    EXPECT_EQ(outcome.error, FIVESTAR_OK);
    EXPECT_EQ(outcome.status, 200);
    EXPECT_TRUE(outcome.is_complete);
}

TEST(ResponseParser, KnowsIfTheConnectionIsKept) {
    EXPECT_FALSE(
        parse_response("HTTP/1.1 200 OK\r\nConnection: foo, Close\r\nContent-Length: 0\r\n\r\n").keeps_connection);
    EXPECT_FALSE(parse_response("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").keeps_connection);
    EXPECT_TRUE(
        parse_response("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n").keeps_connection);
}

TEST(ResponseParser, FindsHeadersInAnyCase) {
    ResponseParser parser;
    const auto ignore = [](std::string_view) { return FIVESTAR_OK; };
    ASSERT_TRUE(parser.parse("HTTP/1.1 429 Slow Down\r\nRETRY-after:\t 7 \r\nContent-Length: 0\r\n\r\n", ignore));
    ASSERT_NE(parser.head().find("retry-after"), nullptr);
    EXPECT_EQ(*parser.head().find("retry-after"), "7");
    EXPECT_EQ(parser.head().find("retry"), nullptr);
}

class MalformedAnswer : public testing::TestWithParam<const char*> {};

TEST_P(MalformedAnswer, IsRefused) {
    EXPECT_EQ(parse_response(GetParam()).error, FIVESTAR_MALFORMED);
}

INSTANTIATE_TEST_SUITE_P(
    ResponseParser, MalformedAnswer,
    testing::Values("\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/2.0 200 OK\r\n", "HTTP/1.1 20 OK\r\n",
                    "HTTP/1.1 2000 OK\r\n", "HTTP/1.1 099 Low\r\n", "HTTP/1.1 600 High\r\n", "HTTP/1.1 +20 OK\r\n",
                    "HTTP/1.1 200 OK\n",
                    "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n",                                 // nobody asked
                    "HTTP/1.1 200 OK\r\nNo colon\r\n", "HTTP/1.1 200 OK\r\n: no name\r\n",            // headers
                    "HTTP/1.1 200 OK\r\nName : blank\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n",  //
                    "HTTP/1.1 200 OK\r\nA: b\x01\r\n", "HTTP/1.1 200 OK\r\nA: b\rc\r\n", "HTTP/1.1 200 OK\r\nA: b\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1 \t2\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 0x10\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551616\r\n\r\n",  // 2^64
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                    "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nG\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"));

class UnfinishedAnswer : public testing::TestWithParam<const char*> {};

TEST_P(UnfinishedAnswer, IsADisconnection) {
    EXPECT_EQ(parse_response(GetParam()).error, FIVESTAR_DISCONNECTED);
}

INSTANTIATE_TEST_SUITE_P(ResponseParser, UnfinishedAnswer,
                         testing::Values("H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1234",
                                         "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n1234",
                                         "HTTP/1.1 100 Continue\r\n\r\n",
                                         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                                         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\nabc",
                                         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"));

std::string repeated(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t at = 0; at < count; ++at) result.append(text);
    return result;
}

TEST(ResponseParser, LimitsTheHead) {
    const std::string start = "HTTP/1.1 200 OK\r\n";
    EXPECT_EQ(parse_response(start + "A: " + std::string(max_head_octets, 'a')).error, FIVESTAR_TOO_LARGE);
    EXPECT_EQ(parse_response("HTTP/1.1 200 " + std::string(max_head_octets, 'a')).error, FIVESTAR_TOO_LARGE);
    EXPECT_EQ(parse_response(start + repeated("A: b\r\n", max_headers)).error, FIVESTAR_DISCONNECTED);
    EXPECT_EQ(parse_response(start + repeated("A: b\r\n", max_headers + 1)).error, FIVESTAR_TOO_LARGE);
}

TEST(ResponseParser, LimitsInterimAnswers) {
    EXPECT_EQ(parse_response(repeated("HTTP/1.1 100 Continue\r\n\r\n", max_interim_responses)).error,
              FIVESTAR_DISCONNECTED);
    EXPECT_EQ(parse_response(repeated("HTTP/1.1 100 Continue\r\n\r\n", max_interim_responses + 1)).error,
              FIVESTAR_MALFORMED);
}

TEST(ResponseParser, LimitsChunkLinesAndTrailers) {
    const std::string start = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(parse_response(start + "1;" + std::string(max_chunk_line_octets, 'x')).error, FIVESTAR_TOO_LARGE);
    EXPECT_EQ(parse_response(start + "000000001\r\n").error, FIVESTAR_TOO_LARGE);
    EXPECT_EQ(parse_response(start + "0\r\n" + repeated("A: b\r\n", max_head_octets)).error, FIVESTAR_TOO_LARGE);
}

TEST(ResponseParser, ReportsTheRefusalOfABody) {
    ResponseParser parser;
    constexpr std::string_view head = "HTTP/1.1 200 OK\r\n\r\n";
    const auto refuse = [](std::string_view) { return FIVESTAR_TOO_LARGE; };
    ASSERT_TRUE(parser.parse(head, refuse));
    EXPECT_EQ(parser.parse("x", refuse).error(), FIVESTAR_TOO_LARGE);
}

}  // namespace
}  // namespace fivestar::client
