// SPDX-License-Identifier: Apache-2.0
// Readings: Unihan kMandarin and Xiandai Hanyu Cidian; of family names, CLDR's Han-Latin/Names.
#include "identity/matching/pinyin_readings.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

bool reads(std::string_view name, const std::vector<std::string_view>& words) {
    return PinyinReadings{folded_name(name)}.fit(words);
}

TEST(PinyinReadings, KnowAlternatives) {
    EXPECT_TRUE(reads("单", {"DAN"}));
    EXPECT_TRUE(reads("单", {"SHAN"}));
    EXPECT_TRUE(reads("曾", {"ZENG"}));
    EXPECT_TRUE(reads("曾", {"CENG"}));
    EXPECT_FALSE(reads("曾", {"ZHENG"}));
    EXPECT_TRUE(reads("长孙", {"ZHANG", "SUN"}));
    EXPECT_TRUE(reads("长孙", {"CHANGSUN"}));
}

TEST(PinyinReadings, KnowTheWaysToWriteTheUmlaut) {
    for (const std::string_view word : {"LU", "LV", "LYU", "LUE", "LUU"}) EXPECT_TRUE(reads("吕", {word})) << word;
    for (const std::string_view word : {"NU", "NV", "NYU", "NUE", "NUU"}) EXPECT_TRUE(reads("女", {word})) << word;
    for (const std::string_view word : {"LUE", "LVE", "LYUE"}) EXPECT_TRUE(reads("略", {word})) << word;
    EXPECT_FALSE(reads("吕", {"LI"}));
    EXPECT_FALSE(reads("卢", {"LYU"})) << "lu has no umlaut";
    EXPECT_FALSE(reads("略", {"LU"}));
}

TEST(PinyinReadings, FitWholeSyllablesOnly) {
    EXPECT_TRUE(reads("西安", {"XIAN"}));
    EXPECT_TRUE(reads("西安", {"XI", "AN"}));
    EXPECT_FALSE(reads("西安", {"XIA", "N"}));
    EXPECT_FALSE(reads("西安", {"XIAN", "XIAN"}));
    EXPECT_FALSE(reads("西安", {"XI"}));
    EXPECT_FALSE(reads("西安", {}));
}

TEST(PinyinReadings, AreNoneForWhatHasNone) {
    EXPECT_FALSE(reads("", {}));
    EXPECT_FALSE(reads("\uE000", {"A"}));
    EXPECT_FALSE(reads("张\uFFFD", {"ZHANG"}));
    EXPECT_FALSE(reads("ANNA", {"ANNA"}));
    EXPECT_TRUE(PinyinReadings{CodePoints(PinyinReadings::most_characters, U'三')}.fit(
        std::vector<std::string_view>(PinyinReadings::most_characters, "SAN")));
    EXPECT_FALSE(PinyinReadings{CodePoints(PinyinReadings::most_characters + 1, U'三')}.fit(
        std::vector<std::string_view>(PinyinReadings::most_characters + 1, "SAN")));
}

}  // namespace
}  // namespace fivestar::identity
