// SPDX-License-Identifier: Apache-2.0
#include "browser/host/request.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::browser {
namespace {

using testing::ElementsAre;

TEST(PageRequest, ParsesARead) {
    const auto request = parse_request(
        R"({"id":7,"op":"read","origin":"https://desk.example","language":"zh-CN,en;q=0.5","reader":"front","fields":["holder.names"],)"
        R"("require":["signature"],"access":{"mrz":"P<UTO\nL898902C3"},"wait_for":"next","wait_seconds":30})");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->id, 7);
    EXPECT_EQ(request->operation, Operation::read);
    EXPECT_EQ(request->origin, "https://desk.example");
    EXPECT_EQ(request->language, "zh-CN,en;q=0.5");
    EXPECT_EQ(request->reader, "front");
    EXPECT_THAT(request->fields, ElementsAre("holder.names"));
    EXPECT_THAT(request->require, ElementsAre("signature"));
    EXPECT_EQ(request->access.view(), R"({"mrz":"P<UTO\u000aL898902C3"})");
    EXPECT_TRUE(request->waits_for_next);
    EXPECT_EQ(request->wait_seconds, 30U);
}

TEST(PageRequest, ParsesEveryKindOfKey) {
    const auto key = [](const std::string& access) {
        const auto request = parse_request(R"({"op":"read","access":)" + access + "}");
        return request ? std::string{request->access.view()} : "(refused)";
    };
    EXPECT_EQ(key(R"({"mrz":["P<UTO","L8"]})"), R"({"mrz":["P<UTO","L8"]})");
    EXPECT_EQ(key(R"({"can":"123456"})"), R"({"can":"123456"})");
    EXPECT_EQ(key(R"({"document_number":"A\"1","birth_date":"b","expiry_date":"c"})"),
              R"({"document_number":"A\"1","birth_date":"b","expiry_date":"c"})");
    EXPECT_EQ(key(R"({"scanned":true})"), R"({"scanned":true})");
    for (const char* const refused :
         {R"({"scanned":false})", R"({"scanned":"true"})", R"({"scanned":1})", "{}", "[]", "null",
          R"({"path":"/etc/passwd"})", R"({"can":123456})", R"({"can":["1"]})", R"({"mrz":[]})",
          R"({"mrz":["1","2","3","4","5"]})", R"({"mrz":[1]})", "{\"can\":\"1\\u0000\"}"}) {
        EXPECT_EQ(key(refused), "(refused)") << refused;
    }
}

TEST(PageRequest, ParsesTheOtherOperations) {
    const auto match =
        parse_request(R"({"op":"match","reads":["r-1_x"],"values":{"holder.names":"Anna","holder.sex":"F"}})");
    ASSERT_TRUE(match);
    EXPECT_THAT(match->fields, ElementsAre("holder.names", "holder.sex"));
    EXPECT_EQ(match->values.view(), R"({"holder.names":"Anna","holder.sex":"F"})");
    EXPECT_THAT(match->reads, ElementsAre("r-1_x"));
    EXPECT_THAT(parse_request(R"({"op":"cross_check","reads":["a","b"]})")->reads, ElementsAre("a", "b"));
    EXPECT_EQ(parse_request(R"({"op":"portrait","reads":["a"],"media_type":"image/png"})")->media_type, "image/png");
    EXPECT_TRUE(parse_request(R"({"op":"consent","id":3,"granted":true})")->is_granted);
    EXPECT_FALSE(parse_request(R"({"op":"consent","id":3,"granted":false})")->is_granted);
    for (const char* const plain : {R"({"op":"status"})", R"({"op":"events"})", R"({"op":"forget","reads":["a"]})"}) {
        EXPECT_TRUE(parse_request(plain)) << plain;
    }
}

TEST(PageRequest, RefusesEverythingElse) {
    for (const char* const refused : {"",
                                      " ",
                                      "null",
                                      "[]",
                                      "{}",
                                      "1",
                                      R"({"op":1})",
                                      R"({"op":"shell"})",
                                      R"({"op":"read"}x)",
                                      R"({"op":"read",})",
                                      R"({"op":"read","socket":"/tmp/x"})",
                                      R"({"op":"status","reader":"x"})",
                                      R"({"op":"read","id":-1})",
                                      R"({"op":"read","id":1.5})",
                                      R"({"op":"read","id":9007199254740993})",
                                      R"({"op":"read","id":"1"})",
                                      R"({"op":"read","origin":1})",
                                      R"({"op":"read","origin":""})",
                                      R"({"op":"read","origin":"a\nb"})",
                                      R"({"op":"read","language":"en\r\nX: y"})",
                                      R"({"op":"read","language":"{}"})",
                                      R"({"op":"read","fields":"holder"})",
                                      R"({"op":"read","fields":[1]})",
                                      R"({"op":"read","fields":[""]})",
                                      R"({"op":"read","fields":[["a"]]})",
                                      R"({"op":"read","wait_for":"ever"})",
                                      R"({"op":"read","wait_seconds":121})",
                                      R"({"op":"read","wait_seconds":-1})",
                                      R"({"op":"read","wait_seconds":null})",
                                      R"({"op":"read","reader":null})",
                                      R"({"op":"read","access":{"mrz":{}}})",
                                      R"({"op":"portrait"})",
                                      R"({"op":"portrait","reads":[]})",
                                      R"({"op":"portrait","reads":["a","b"]})",
                                      R"({"op":"portrait","reads":["../health"]})",
                                      R"({"op":"portrait","reads":["a?b"]})",
                                      R"({"op":"portrait","reads":["a b"]})",
                                      R"({"op":"portrait","reads":["a"],"media_type":"text/html"})",
                                      R"({"op":"match","reads":["a"]})",
                                      R"({"op":"match","reads":["a"],"values":{}})",
                                      R"({"op":"match","reads":["a"],"values":{"f":1}})",
                                      R"({"op":"match","reads":["a"],"values":{"f":""}})",
                                      R"({"op":"cross_check","reads":["a"]})",
                                      R"({"op":"consent","id":1})",
                                      R"({"op":"consent","id":1,"granted":1})",
                                      R"({"op":"consent","granted":"true"})",
                                      "{\"op\":\"read\",\"origin\":\"\xff\"}",
                                      R"({"op":"read","access":{"mrz":[["x"]]}})",
                                      R"({"op":[[[[[[[[]]]]]]]]})"}) {
        EXPECT_FALSE(parse_request(refused)) << refused;
    }
}

TEST(PageRequest, BoundsTextsAndLists) {
    std::string list = "[";
    for (int count = 0; count < 65; ++count) list += count == 0 ? "\"a\"" : ",\"a\"";
    EXPECT_FALSE(parse_request(R"({"op":"read","fields":)" + list + "]}"));
    EXPECT_FALSE(parse_request(R"({"op":"read","reader":")" + std::string(129, 'a') + "\"}"));
    EXPECT_FALSE(parse_request(R"({"op":"portrait","reads":[")" + std::string(65, 'a') + "\"]}"));
    EXPECT_FALSE(parse_request(R"({"op":"read","access":{"can":")" + std::string(513, '1') + "\"}}"));
    EXPECT_FALSE(parse_request(std::string(1000, '[')));
    EXPECT_FALSE(parse_request(std::string(70'000, ' ') + R"({"op":"status"})"));
}

}  // namespace
}  // namespace fivestar::browser
