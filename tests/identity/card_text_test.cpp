// SPDX-License-Identifier: Apache-2.0
#include "identity/card_text.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(TextFromUtf8, KeepsWhatIsWellFormed) {
    EXPECT_EQ(text_from_utf8(as_bytes("Zoë 张三 😀")).view(), "Zoë 张三 😀");
    EXPECT_EQ(text_from_utf8({}).view(), "");
}

TEST(TextFromUtf8, ReadsOlderDocumentsAsLatin1) {
    EXPECT_EQ(text_from_utf8(test::hex("4D DC 4C 4C 45 52")).view(), "MÜLLER");
}

TEST(TextFromUtf8, NeverGivesIllFormedText) {
    // Overlong, surrogate, beyond U+10FFFF, cut off, lone continuation (RFC 3629 sections 3 and 10): all are read as
    // Latin-1.
    EXPECT_EQ(text_from_utf8(test::hex("C0 AF")).view(), "À¯");
    EXPECT_EQ(text_from_utf8(test::hex("E0 A0")).view(), "à\u00A0");
    EXPECT_EQ(text_from_utf8(test::hex("ED A0 80")).view(), "í\u00A0\uFFFD");
    EXPECT_EQ(text_from_utf8(test::hex("F4 90 80 80")).view(), "ô\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(text_from_utf8(test::hex("F0 82 82 AC")).view(), "ð\uFFFD\uFFFD¬");
    EXPECT_EQ(text_from_utf8(test::hex("BF")).view(), "¿");
}

TEST(TextFromUtf8, ReplacesControlCharacters) {
    EXPECT_EQ(text_from_utf8(test::hex("41 00 0A 42 7F")).view(), "A\uFFFD\uFFFDB\uFFFD");
}

TEST(TextFromUtf16le, ReadsBothPlanes) {
    const auto text = text_from_utf16le(test::hex("20 5F 41 00 3D D8 00 DE 42 D8 B7 DF"));
    EXPECT_EQ(text.text.view(), "张A😀𠮷");
    EXPECT_TRUE(text.clean);
}

TEST(TextFromUtf16le, ReplacesJunk) {
    const auto expect_replaced = [](std::string_view digits, std::string_view expected) {
        const auto text = text_from_utf16le(test::hex(digits));
        EXPECT_EQ(text.text.view(), expected);
        EXPECT_FALSE(text.clean);
    };
    expect_replaced("3D D8 41 00", "\uFFFDA");  // high surrogate alone
    expect_replaced("00 DE 41 00", "\uFFFDA");  // low surrogate alone
    expect_replaced("3D D8", "\uFFFD");         // cut off
    expect_replaced("41 00 42", "A\uFFFD");     // odd octet
    expect_replaced("00 00 07 00", "\uFFFD\uFFFD");
    expect_replaced("FF FF FE FF", "\uFFFD\uFFFD");
}

// Unicode 15.0, chart "Halfwidth and Fullwidth Forms".
TEST(HalfWidth, ConvertsTheFullWidthFormsOfAscii) {
    EXPECT_EQ(half_width("\uFF01０９ＡＺａｚ\uFF5E\u3000").view(), "!09AZaz~ ");
    EXPECT_EQ(half_width("张三 ｱ\uFFE5\uFF5F").view(), "张三 ｱ\uFFE5\uFF5F");
    EXPECT_EQ(half_width("").view(), "");
}

}  // namespace
}  // namespace fivestar::identity
