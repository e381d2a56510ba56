// SPDX-License-Identifier: Apache-2.0
// hotoo/pinyin#375 and zh-lx/pinyin-pro#283 have the ways in which people and documents write ü.
#include "identity/matching/pinyin_spelling.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(PinyinSpelling, WritesUForEveryWayToWriteTheUmlaut) {
    for (const std::string_view word : {"LU", "LV", "LYU", "LUU", "LUE"}) {
        EXPECT_EQ(pinyin_spelling(word, UmlautE::umlaut).view(), "LU") << word;
    }
    for (const std::string_view word : {"NUE", "NVE", "NYUE"}) {
        EXPECT_EQ(pinyin_spelling(word, UmlautE::letter).view(), "NUE") << word;
    }
    EXPECT_EQ(pinyin_spelling("XIAOLYU", UmlautE::letter).view(), "XIAOLU");
    EXPECT_EQ(pinyin_spelling("LVQIAN", UmlautE::letter).view(), "LUQIAN");
    EXPECT_EQ(pinyin_spelling("NYUWA", UmlautE::letter).view(), "NUWA");
}

TEST(PinyinSpelling, LeavesOtherWordsAlone) {
    for (const std::string_view word :
         {"MANUEL", "MANUELA", "LVOVSKY", "ANYUTKA", "MUELLER", "YU", "V", "", "INVERNIZZI", "LYUDMILA"}) {
        EXPECT_EQ(pinyin_spelling(word, UmlautE::umlaut).view(), word);
        EXPECT_EQ(pinyin_spelling(word, UmlautE::letter).view(), word);
    }
    std::string long_word = "LV";
    while (long_word.size() <= 64) long_word += "NA";
    EXPECT_EQ(pinyin_spelling(long_word, UmlautE::umlaut).view(), long_word);
}

}  // namespace
}  // namespace fivestar::identity
