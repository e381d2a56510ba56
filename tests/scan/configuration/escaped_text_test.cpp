// SPDX-License-Identifier: Apache-2.0
#include "scan/configuration/escaped_text.hpp"

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using scan::unescaped;
using namespace std::string_literals;

TEST(EscapedText, HasTheEscapesOfC) {
    EXPECT_EQ(unescaped(""), "");
    EXPECT_EQ(unescaped("plain <text>"), "plain <text>");
    EXPECT_EQ(unescaped(R"(\x16M\r)"), "\x16M\r");
    EXPECT_EQ(unescaped(R"(~\x010000@SCNTCE1;\x03)"),
              "~\x01"
              "0000@SCNTCE1;\x03");
    EXPECT_EQ(unescaped(R"(\n\t\\\x00)"), "\n\t\\\0"s);
}

TEST(EscapedText, RefusesWhatIsNone) {
    for (const char* const text : {R"(\)", R"(\q)", R"(\x)", R"(\x1)", R"(\xG0)", R"(\x-1)", R"(\x 1)", "é", "\xFF"}) {
        EXPECT_EQ(unescaped(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace fivestar::test
