// SPDX-License-Identifier: Apache-2.0
// Heads as RFC 9112 has them, and the ones that differ.
#include "browser/localhost/request_head.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::browser {
namespace {

const std::string start = "GET /readcard HTTP/1.1\r\nHost: 127.0.0.1:19196\r\nOrigin: https://a.example\r\n";

TEST(RequestHead, HasWhatAdmissionAndFormsNeed) {
    const auto head = parse_request_head(start +
                                         "Sec-Fetch-Dest: empty\r\nAccess-Control-Request-Method: GET\r\n"
                                         "Access-Control-Request-Private-Network: true\r\n\r\n");
    ASSERT_TRUE(head);
    EXPECT_EQ(head->method, "GET");
    EXPECT_EQ(head->target, "/readcard");
    EXPECT_EQ(head->host, "127.0.0.1:19196");
    EXPECT_EQ(head->origin, "https://a.example");
    EXPECT_EQ(head->destination, "empty");
    EXPECT_EQ(head->requested_method, "GET");
    EXPECT_TRUE(head->asks_for_private_network);
    EXPECT_FALSE(head->asks_for_websocket);
}

TEST(RequestHead, TellsAWebSocket) {
    const auto head =
        parse_request_head(start +
                           "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
    ASSERT_TRUE(head);
    EXPECT_TRUE(head->asks_for_websocket);
}

TEST(RequestHead, HasNoOriginWithoutTheHeader) {
    const auto head = parse_request_head("GET / HTTP/1.1\r\n\r\n");
    ASSERT_TRUE(head);
    EXPECT_FALSE(head->origin);
    EXPECT_EQ(head->host, "");
}

TEST(RequestHead, WaitsForItsEnd) {
    const std::string whole = start + "\r\n";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto head = parse_request_head(whole.substr(0, size));
        ASSERT_FALSE(head) << size;
        EXPECT_EQ(head.error(), HeadFault::incomplete) << size;
    }
    EXPECT_TRUE(parse_request_head(whole));
}

TEST(RequestHead, RefusesWhatCanBeReadInTwoWays) {
    for (const std::string& octets : {
             start + "Origin: https://b.example\r\n\r\n",
             start + "Host: localhost:19196\r\n\r\n",
             start + "Content-Length: 1\r\n\r\n",
             start + "Content-Length: 1\r\n\r\nx",
             start + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             start + "\r\n" + start + "\r\n",
             start + "folded:\r\n Origin: https://b.example\r\n" + std::string(9000, 'x') + "\r\n\r\n",
             start + "a b: c\r\n\r\n",
             start + std::string(1, '\0') + "\r\n\r\n",
             std::string{"GET / HTTP/1.0\r\n\r\n"},
             std::string{"GET / HTTP/2.0\r\n\r\n"},
             std::string{"nonsense\r\n\r\n"},
         }) {
        const auto head = parse_request_head(octets);
        ASSERT_FALSE(head) << octets;
        EXPECT_EQ(head.error(), HeadFault::malformed) << octets;
    }
}

}  // namespace
}  // namespace fivestar::browser
