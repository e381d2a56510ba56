// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/birth_date_comparison.hpp"

#include "identity/matching/record_comparison.hpp"
#include "tests/identity/matching/compared.hpp"

#include <optional>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;

IdentityRecord born(std::optional<Date> date, std::string_view printed = {}) {
    IdentityRecord record;
    record.holder.birth_date = date;
    if (!printed.empty()) record.holder.birth_date_printed.emplace(printed);
    return record;
}

TEST(CompareRecords, BirthDates) {
    constexpr auto field = ComparedField::birth_date;
    const IdentityRecord whole = born(year{1985} / 7 / 16);
    EXPECT_EQ(compared(field, whole, born(year{1985} / 7 / 16)), same());
    EXPECT_EQ(compared(field, whole, born(year{1985} / 7 / 17)), different());
    EXPECT_EQ(compared(field, whole, born(year{1885} / 7 / 16)), different());
    EXPECT_EQ(compared(field, whole, born({}, "850716")), same()) << "as the zone has it";
    EXPECT_EQ(compared(field, whole, born({}, "850717")), different());
    EXPECT_EQ(compared(field, whole, born({}, "85<<<<")), not_comparable(Reason::incomplete));
    EXPECT_EQ(compared(field, whole, born({}, "8507<<")), not_comparable(Reason::incomplete));
    EXPECT_EQ(compared(field, whole, born({}, "86<<<<")), different()) << "what is known contradicts";
    EXPECT_EQ(compared(field, whole, born({}, "<<<<<<")), not_comparable(Reason::incomplete));
    EXPECT_EQ(compared(field, whole, born({}, "19850000")), not_comparable(Reason::incomplete));
    EXPECT_EQ(compared(field, whole, born({}, "19860000")), different());
    EXPECT_EQ(compared(field, whole, born({}, "18850716")), different());
    EXPECT_EQ(compared(field, born({}, "850716"), born({}, "850716")), not_comparable(Reason::century_unknown));
    EXPECT_EQ(compared(field, born({}, "19850230"), born({}, "19850230")), same());
    EXPECT_EQ(compared(field, whole, born({}, "July")), not_comparable(Reason::no_value));
}

}  // namespace
}  // namespace fivestar::identity
