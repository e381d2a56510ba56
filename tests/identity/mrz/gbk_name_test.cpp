// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/gbk_name.hpp"

#include <array>
#include <iconv.h>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

/// A character of GBK by iconv's table: its UTF-8, and its two octets as letters.
struct GbkCharacter {
    std::string utf8;
    std::string letters;
};

std::string as_letters(const std::array<char, 2>& octets) {
    std::string letters;
    for (const char octet : octets) {
        const auto value = static_cast<unsigned char>(octet);
        letters.push_back(static_cast<char>('A' + value / 16));
        letters.push_back(static_cast<char>('A' + value % 16));
    }
    return letters;
}

/// The Chinese characters U+4E00 to U+9FA5, all of which GBK has.
const std::vector<GbkCharacter>& gbk_characters() {
    static const std::vector<GbkCharacter> characters = [] {
        std::vector<GbkCharacter> found;
        const iconv_t to_gbk = ::iconv_open("GBK", "UTF-8");
        for (unsigned code = 0x4E00; code <= 0x9FA5; ++code) {
            std::string utf8{static_cast<char>(0xE0U | code >> 12U), static_cast<char>(0x80U | (code >> 6U & 0x3FU)),
                             static_cast<char>(0x80U | (code & 0x3FU))};
            std::array<char, 2> octets{};
            char* from = utf8.data();
            char* to = octets.data();
            std::size_t left = utf8.size();
            std::size_t room = octets.size();
            const bool done = ::iconv(to_gbk, &from, &left, &to, &room) == 0 && room == 0;
            EXPECT_TRUE(done) << std::hex << code;
            found.push_back({utf8, as_letters(octets)});
        }
        ::iconv_close(to_gbk);
        return found;
    }();
    return characters;
}

std::string decoded(std::string_view letters) {
    const auto name = gbk_name(letters);
    return name ? std::string{name->view()} : "none";
}

TEST(GbkName, KnowsEveryChineseCharacterThatIconvKnows) {
    ASSERT_EQ(gbk_characters().size(), 20902U);
    for (const GbkCharacter& each : gbk_characters()) EXPECT_EQ(decoded(each.letters), each.utf8) << each.letters;
}

TEST(GbkName, DecodesTenThousandRandomNames) {
    std::mt19937 random{9303};
    std::uniform_int_distribution<std::size_t> any{0, gbk_characters().size() - 1};
    std::uniform_int_distribution<std::size_t> length{1, 12};
    for (int round = 0; round < 10'000; ++round) {
        std::string name;
        std::string letters;
        for (std::size_t left = length(random); left > 0; --left) {
            const GbkCharacter& next = gbk_characters()[any(random)];
            name += next.utf8;
            letters += next.letters;
        }
        EXPECT_EQ(decoded(letters), name);
        letters.resize(48, '<');
        if (!letters.ends_with("O<<<<")) {
            EXPECT_EQ(decoded(letters), name) << letters;
        }
        // Every O as a scanner may read it. A whole group of fillers at the end would be padding.
        for (const char misread : {'0', '<'}) {
            std::string wrong = letters;
            for (char& c : wrong) c = c == 'O' ? misread : c;
            if (wrong.find("<<<<") == letters.find("<<<<")) {
                EXPECT_EQ(decoded(wrong), name) << wrong;
            }
        }
    }
}

TEST(GbkName, DecodesPublishedSpecimens) {
    // Of passports, and of the permits CR and CT.
    EXPECT_EQ(decoded("NGKELMPONBPJLBLO"), "证件样本");
    EXPECT_EQ(decoded("NGKELMPONBPJ"), "证件样");
    EXPECT_EQ(decoded("NBOONFNB<<<<"), "杨昭");
    EXPECT_EQ(decoded("NGKELMP<NBPJLBL0"), "证件样本");
}

TEST(GbkName, KeepsTheDotOfALongName) {
    // 阿卜杜·热 in GBK, by iconv.
    EXPECT_EQ(decoded("LAKCLCLHLGMFKBKEMIMI"), "阿卜杜·热");
}

TEST(GbkName, GuessesNothing) {
    EXPECT_EQ(decoded(""), "none");
    EXPECT_EQ(decoded("<<<<<<<<<<<<"), "none");
    EXPECT_EQ(decoded("NGKELMPON"), "none") << "no whole groups";
    EXPECT_EQ(decoded("A1234567<<<<"), "none") << "digits that are no letters";
    EXPECT_EQ(decoded("NGKQ"), "none");
    EXPECT_EQ(decoded("ngke"), "none");
    EXPECT_EQ(decoded("EBEB"), "none") << "two octets of ASCII";
    EXPECT_EQ(decoded("NGHP"), "none") << "D67F: no second octet";
    EXPECT_EQ(decoded("PPPP"), "none");
    EXPECT_EQ(decoded("NGDA"), "none") << "the beginning of four octets of GB 18030";
    EXPECT_EQ(decoded("KKKB"), "none") << "AAA1: defined by users";
}

}  // namespace
}  // namespace fivestar::identity
