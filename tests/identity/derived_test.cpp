// SPDX-License-Identifier: Apache-2.0
#include "identity/derived.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;

TEST(Over, CountsCompletedYears) {
    const std::chrono::year_month_day born = year{2008} / 6 / 15;
    EXPECT_EQ(over(18, born, year{2026} / 6 / 14), false);
    EXPECT_EQ(over(18, born, year{2026} / 6 / 15), true);
    EXPECT_EQ(over(0, born, year{2026} / 6 / 15), true);
    EXPECT_EQ(over(18, std::nullopt, year{2026} / 6 / 15), std::nullopt);
}

TEST(Over, CompletesALeapDaysYearOnTheFirstOfMarch) {
    const std::chrono::year_month_day born = year{2008} / 2 / 29;
    EXPECT_EQ(over(18, born, year{2026} / 2 / 28), false);
    EXPECT_EQ(over(18, born, year{2026} / 3 / 1), true);
    EXPECT_EQ(over(20, born, year{2028} / 2 / 28), false);
    EXPECT_EQ(over(20, born, year{2028} / 2 / 29), true);
}

TEST(NumberMasked, HidesTheMiddle) {
    EXPECT_EQ(number_masked("931586198001010028").view(), "9315…0028");
    EXPECT_EQ(number_masked("PAK310080010103").view(), "PAK3…0103");
    EXPECT_EQ(number_masked("L898902C3").view(), "…C3");
    EXPECT_EQ(number_masked("12").view(), "…");
    EXPECT_EQ(number_masked("").view(), "…");
}

// laravel/framework#60646, Adyen/adyen-web#300: a mask that counts octets cuts a character in two.
TEST(NumberMasked, CountsCharacters) {
    EXPECT_EQ(number_masked("９３１５８６１９８００１０１００２８").view(), "９３１５…００２８");
    EXPECT_EQ(number_masked("证件号码").view(), "…号码");
    EXPECT_EQ(number_masked("号").view(), "…");
    EXPECT_EQ(number_masked("AB\uFFFDDEFGHIJK张").view(), "AB\uFFFDD…IJK张");
}

TEST(CurrentlyValid, IncludesBothEnds) {
    Document document;
    document.valid_from = year{2023} / 8 / 8;
    document.valid_until = year{2033} / 8 / 7;
    EXPECT_EQ(currently_valid(document, year{2023} / 8 / 7), false);
    EXPECT_EQ(currently_valid(document, year{2023} / 8 / 8), true);
    EXPECT_EQ(currently_valid(document, year{2033} / 8 / 7), true);
    EXPECT_EQ(currently_valid(document, year{2033} / 8 / 8), false);
}

TEST(CurrentlyValid, KnowsCardsWithoutEndAndWithoutDates) {
    Document document;
    EXPECT_EQ(currently_valid(document, year{2026} / 1 / 1), std::nullopt);
    document.long_term = true;
    EXPECT_EQ(currently_valid(document, year{2026} / 1 / 1), true);
    document.valid_from = year{2027} / 1 / 1;
    EXPECT_EQ(currently_valid(document, year{2026} / 1 / 1), false);
}

}  // namespace
}  // namespace fivestar::identity
