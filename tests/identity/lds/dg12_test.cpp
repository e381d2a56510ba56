// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg12.hpp"

#include "tests/identity/lds/details_group.hpp"
#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;
using ::testing::ElementsAre;

constexpr auto dg12_day = year{2026} / 6 / 15;

TEST(Dg12, ReadsAuthorityAndDateOfIssue) {
    const auto dg12 = parse_dg12(
        group(0x6C, "5F19 5F26", {{0x5F19, printable("PASSPORT OFFICE<ZENITH")}, {0x5F26, printable("20230615")}}),
        dg12_day);
    ASSERT_TRUE(dg12);
    EXPECT_EQ(dg12->issuing_authority->view(), "PASSPORT OFFICE, ZENITH");
    EXPECT_EQ(dg12->issue_date, year{2023} / 6 / 15);
    EXPECT_EQ(parse_dg12(group(0x6C, "5F26", {{0x5F26, test::hex("20230615")}}), dg12_day)->issue_date,
              year{2023} / 6 / 15);
}

/// An element of the issuer's own, 5F85, whose tag is no tag of ISO/IEC 7816-4: RfidResearchGroup/proxmark3#1125.
TEST(Dg12, KeepsWhatIsBesideAForeignElement) {
    const Bytes file = group(
        0x6C, "5F19 5F26 5F85",
        {{0x5F19, printable("SPECIMEN TOWN")}, {0x5F26, printable("20230808")}, {0x5F85, printable("20230808101500")}});
    const auto dg12 = parse_dg12(file, dg12_day);
    ASSERT_TRUE(dg12);
    EXPECT_EQ(dg12->issuing_authority->view(), "SPECIMEN TOWN");
    EXPECT_EQ(dg12->issue_date, year{2023} / 8 / 8);
    EXPECT_THAT(dg12->findings, testing::IsEmpty());
    const Bytes first =
        group(0x6C, "5F85 5F26", {{0x5F85, printable("20230808101500")}, {0x5F26, printable("20230808")}});
    EXPECT_EQ(parse_dg12(first, dg12_day)->issue_date, year{2023} / 8 / 8);
}

TEST(Dg12, ReadsAShortDateWithAFinding) {
    const auto dg12 = parse_dg12(group(0x6C, "5F26", {{0x5F26, printable("230808")}}), dg12_day);
    EXPECT_EQ(dg12->issue_date, year{2023} / 8 / 8);
    EXPECT_THAT(dg12->findings, ElementsAre(Reason::short_date));
    const auto none = parse_dg12(group(0x6C, "5F26", {{0x5F26, printable("SOON")}}), dg12_day);
    EXPECT_EQ(none->issue_date, std::nullopt);
    EXPECT_THAT(none->findings, ElementsAre(Reason::short_date));
}

TEST(Dg12, HasNoValueForAnEmptyElement) {
    const auto dg12 = parse_dg12(group(0x6C, "5F19 5F26", {{0x5F19, {}}, {0x5F26, printable("20230808")}}), dg12_day);
    EXPECT_FALSE(dg12->issuing_authority);
    EXPECT_EQ(dg12->issue_date, year{2023} / 8 / 8);
    EXPECT_THAT(dg12->findings, ElementsAre(Reason::empty_element));
}

}  // namespace
}  // namespace fivestar::identity
