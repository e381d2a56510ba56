// SPDX-License-Identifier: Apache-2.0
// Escapes of RFC 3986 and UTF-8 of RFC 3629.
#include "daemon/http/percent_encoding.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

TEST(PercentEncoding, DecodesSegments) {
    EXPECT_EQ(daemon::decode_segment("plain"), "plain");
    EXPECT_EQ(daemon::decode_segment("a%2Fb%2fc+d"), "a/b/c+d");
    EXPECT_EQ(daemon::decode_segment("%E5%8C%97"), "北");
    EXPECT_EQ(daemon::decode_segment("%F4%8F%BF%BF"), "\xF4\x8F\xBF\xBF");
}

TEST(PercentEncoding, RefusesAllButPlainUtf8) {
    // The well-formed sequences of Unicode 15, table 3-7, and one beyond each bound.
    for (const std::string_view text :
         {"%",         "%4",        "%G0",          "%0g",          "a%",           "%00",    "%1F",       "%7F",
          "%80",       "%BF",       "%C1%BF",       "%C2",          "%C2%7F",       "%C2%C0", "%E0%9F%BF", "%E1%80",
          "%ED%A0%80", "%EF%BF%C0", "%F0%8F%BF%BF", "%F4%90%80%80", "%F5%80%80%80", "%FF"}) {
        EXPECT_FALSE(daemon::decode_segment(text)) << text;
    }
}

TEST(PercentEncoding, DecodesQueries) {
    const auto query = daemon::decode_query("a=1&&b=x+y%3D&c&=d&a=2=3");
    ASSERT_TRUE(query);
    std::string text;
    for (const auto& [name, value] : *query) text += '<' + name + '|' + value + '>';
    EXPECT_EQ(text, "<a|1><b|x y=><c|><|d><a|2=3>");
    EXPECT_TRUE(daemon::decode_query("")->empty());
    EXPECT_FALSE(daemon::decode_query("a=%"));
    EXPECT_FALSE(daemon::decode_query("%ff=1"));
}

}  // namespace
}  // namespace fivestar::test
