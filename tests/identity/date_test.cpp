// SPDX-License-Identifier: Apache-2.0
#include "identity/date.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;

TEST(Date, IsADayOfTheCalendar) {
    EXPECT_EQ(parse_date("20240229"), year{2024} / 2 / 29);
    for (const std::string_view bad : {"20230229", "19800000", "1980013", "1980-1-1", "198001 1", "", "00000000"}) {
        EXPECT_EQ(parse_date(bad), std::nullopt) << bad;
    }
}

TEST(Date, IsTextOrBcd) {
    EXPECT_EQ(parse_date_octets(as_bytes("19800101")), year{1980} / 1 / 1);
    EXPECT_EQ(parse_date_octets(test::hex("19800101")), year{1980} / 1 / 1);
    EXPECT_EQ(parse_date_octets(test::hex("1980AB01")), std::nullopt);
    EXPECT_EQ(parse_date_octets({}), std::nullopt);
}

TEST(Date, MayBePrinted) {
    for (const std::string_view good : {"810803", "000229", "330807", "81<<<<", "<<<<<<"}) {
        EXPECT_TRUE(is_printed_date(good)) << good;
    }
    for (const std::string_view bad :
         {"810832", "230229", "811303", "8108", "19810803", "8108O3", "81-8-3", "81<<<O", ""}) {
        EXPECT_FALSE(is_printed_date(bad)) << bad;
    }
}

TEST(BirthDate, TakesAStatedCentury) {
    using namespace std::chrono;
    const Date assumed = 2020y / 2 / 29;
    EXPECT_EQ(with_stated_century(assumed, "1920"), 1920y / 2 / 29);
    EXPECT_EQ(with_stated_century(assumed, "20200000"), assumed);
    EXPECT_EQ(with_stated_century(2000y / 2 / 29, "1900"), std::nullopt) << "no leap year";
    for (const char* printed : {"", "192", "1921", "19<<", "<<<<", "200229", "0000"}) {
        EXPECT_EQ(with_stated_century(assumed, printed), std::nullopt) << printed;
    }
}

TEST(BirthDate, FindsTheLeapDayThatExists) {
    // 2100 is no leap year, 2000 is.
    EXPECT_EQ(parse_birth_date("000229", year{2101} / 1 / 1), year{2000} / 2 / 29);
    EXPECT_EQ(parse_birth_date("230229", year{2026} / 1 / 1), std::nullopt);
    EXPECT_EQ(parse_birth_date("99<<<<", year{2026} / 1 / 1), std::nullopt);
}

}  // namespace
}  // namespace fivestar::identity
