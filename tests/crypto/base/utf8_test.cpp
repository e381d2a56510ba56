// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/utf8.hpp"

#include <string>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar {
namespace {

// No other type becomes a Utf8Text without saying so, and what leaves the daemon takes nothing else.
static_assert(!std::is_convertible_v<std::string_view, Utf8Text>);
static_assert(!std::is_convertible_v<std::string, Utf8Text>);
static_assert(!std::is_convertible_v<const char*, Utf8Text>);
static_assert(!std::is_convertible_v<PersonalText, Utf8Text>);

std::string gated(std::string_view text) {
    return std::string{Utf8Text{text}.view()};
}

TEST(IsUtf8, TakesShortestFormsWithoutSurrogates) {
    for (const std::string_view text : {"", "MUSTER", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                                        "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_TRUE(is_utf8(text)) << text;
    }
    for (const std::string_view text :
         {"\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xC2", "\xC2 ", "\xE0\x9F\xBF", "\xE2\x82", "\xED\xA0\x80",
          "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
        EXPECT_FALSE(is_utf8(text)) << text;
    }
}

TEST(IsUtf8, MeansTheSameWhereverACharacterIs) {
    for (std::size_t before = 0; before <= 24; ++before) {
        for (std::size_t behind = 0; behind <= 9; ++behind) {
            const std::string text = std::string(before, 'a') + "ü" + std::string(behind, 'b');
            EXPECT_TRUE(is_utf8(text)) << text;
            for (const std::size_t octet : {before, before + 1}) {
                std::string broken = text;
                broken[octet] = '\xFF';
                EXPECT_FALSE(is_utf8(broken)) << before << ' ' << behind;
            }
        }
    }
}

// The Unicode Standard 15.0, section 3.9, tables 3-8 to 3-11: U+FFFD for each maximal subpart.
TEST(Utf8Text, ReplacesMaximalSubparts) {
    const std::pair<std::string_view, std::string_view> table[] = {
        {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA"},
        {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA"},
        {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA\uFFFD\uFFFDB"},
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "\uFFFD\uFFFD\uFFFD\uFFFDA"}};
    for (const auto& [octets, text] : table) EXPECT_EQ(gated(octets), text);
}

TEST(Utf8Text, KeepsWhatIsUtf8) {
    for (const std::string_view text : {"", "Zoë 张三 😀", "\uFFFD", "\uFDD0\uFFFF"}) EXPECT_EQ(gated(text), text);
    EXPECT_EQ(gated(std::string_view{"a\0b", 3}), (std::string_view{"a\0b", 3}));
}

// A cut character must not swallow the syntax behind it.
TEST(Utf8Text, KeepsTheCharacterBehindACutOne) {
    EXPECT_EQ(gated("{\"name\":\"\xE8\xAF\"}"), "{\"name\":\"\uFFFD\"}");
    EXPECT_EQ(gated("\xC7\xB0\xCC\xA8"), "\u01F0\u0328") << "GBK that happens to be UTF-8 cannot be told from it";
    EXPECT_EQ(gated("B\xFCro\n"), "B\uFFFDro\n");
}

TEST(Utf8Text, ClonesItsText) {
    const Utf8Text text{"\xFFz"};
    EXPECT_EQ(text.clone().view(), "\uFFFDz");
    EXPECT_EQ(text.size(), 4U);
    EXPECT_FALSE(text.empty());
    EXPECT_TRUE(Utf8Text{}.empty());
}

TEST(CodePoints, AreCountedAndCut) {
    constexpr std::string_view text = "aü三😀";
    EXPECT_EQ(count_code_points(text), 4U);
    EXPECT_EQ(count_code_points("\xE8\xAF"), 1U);
    EXPECT_EQ(first_code_points(text, 2), "aü");
    EXPECT_EQ(first_code_points(text, 0), "");
    EXPECT_EQ(first_code_points(text, 9), text);
    EXPECT_EQ(last_code_points(text, 2), "三😀");
    EXPECT_EQ(last_code_points(text, 0), "");
    EXPECT_EQ(last_code_points(text, 4), text);
    EXPECT_EQ(last_code_points(text, 9), text);
}

TEST(CodePoints, AreAppended) {
    PersonalText text;
    for (const char32_t c :
         {U'a', U'ü', U'三', U'😀', U'\uFFFF', static_cast<char32_t>(0xD800), static_cast<char32_t>(0x110000)}) {
        append_code_point(text, c);
    }
    EXPECT_EQ(text.view(), "aü三😀\uFFFF\uFFFD\uFFFD");
}

}  // namespace
}  // namespace fivestar
