// SPDX-License-Identifier: Apache-2.0
// Expected values: UnicodeData.txt and DerivedCoreProperties.txt of the Unicode Character Database; w3c/clreq#512 and
// any86/any-rule#294 for the dots.
#include "identity/name_folding.hpp"

#include "crypto/base/utf8.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

std::string folded(std::string_view text) {
    PersonalText plain;
    for (const char32_t c : folded_name(text)) append_code_point(plain, c);
    return std::string{plain.view()};
}

TEST(FoldedName, IsTheSameForEquivalentTexts) {
    for (const auto& [text, plain] :
         {std::pair{"u\u0308", "ü"}, std::pair{"Ａｎｎａ", "Anna"}, std::pair{"ﬁ", "fi"}, std::pair{"\uF9E1", "李"},
          std::pair{"\u2F2D\u2FBC", "山高"}, std::pair{"ﾔﾏﾀﾞ", "ヤマダ"}, std::pair{"\u1100\u1175\u11B7", "김"},
          std::pair{"\uE844", "䜣"}, std::pair{"\uE81E", "\u9FB4"}, std::pair{"张\u200B\uFE00三\U000E0100", "张三"},
          std::pair{"\uFEFFAn\u00ADna\u2060", "Anna"}, std::pair{"Gal\u0140a", "Galla"}}) {
        EXPECT_EQ(folded(text), plain);
    }
    EXPECT_EQ(folded("张\xFF三"), "张\uFFFD三");
    EXPECT_EQ(folded(""), "");
}

TEST(FoldedName, HasOneApostrophe) {
    for (const char* text : {"O'C", "O`C", "O´C", "O‘C", "O’C", "O‛C", "OʼC", "OʹC", "O′C", "O＇C"}) {
        EXPECT_EQ(folded(text), "O'C") << text;
    }
}

TEST(FoldedName, TakesEveryDotAndDashForASeparator) {
    for (const unsigned c :
         {0x00B7U, 0x2022U, 0x2027U, 0x2219U, 0x22C5U, 0x30FBU, 0xFF65U, 0x25CFU, 0x02D9U, 0xA78FU,
          0x16EBU, 0x0387U, 0x3001U, 0x3002U, 0xFF61U, 0x002EU, 0xFF0EU, 0x002DU, 0x2010U, 0x2011U,
          0x2013U, 0x2014U, 0x2015U, 0x2212U, 0xFF0DU, 0x0020U, 0x00A0U, 0x3000U, 0x002CU, 0x003CU}) {
        PersonalText text;
        append_code_point(text, static_cast<char32_t>(c));
        const CodePoints characters = folded_name(text.view());
        EXPECT_TRUE(!characters.empty() && std::ranges::all_of(characters, separates_words)) << std::hex << c;
    }
    for (const char32_t c : {U'*', U'?', U'\uFFFD', U'□', U'〓', U'○', U'1', U'三', U'\''}) {
        EXPECT_FALSE(separates_words(c)) << std::hex << static_cast<unsigned>(c);
    }
}

TEST(FoldedName, TakesAnyLength) {
    const std::string longest(4096, 'A');
    EXPECT_EQ(folded(longest), longest);
    std::string expanding;
    for (int count = 0; count < 1024; ++count) expanding += "\uFDFA";  // eighteen characters each
    EXPECT_EQ(folded_name(expanding).size(), 1024U * 18);
}

TEST(WithoutMark, TakesOneMarkAway) {
    EXPECT_EQ(without_mark(U'ǚ'), U'ü');
    EXPECT_EQ(without_mark(U'ü'), U'u');
    EXPECT_EQ(without_mark(U'u'), U'\0');
    EXPECT_EQ(without_mark(U'Ж'), U'\0');
}

}  // namespace
}  // namespace fivestar::identity
