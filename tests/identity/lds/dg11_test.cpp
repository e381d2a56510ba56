// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg11.hpp"

#include "crypto/tlv/writer.hpp"
#include "tests/identity/lds/details_group.hpp"
#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Dg11, ReadsTheHoldersDetails) {
    tlv::Writer others;
    others.add(0x02, test::hex("02")).add(0x5F0F, printable("JONES<<ANNA")).add(0x5F0F, printable("安娜"));
    const auto dg11 = parse_dg11(group(0x6B, "5F0E A0 5F0F 5F10 5F2B 5F11 5F42",
                                       {{0x5F0E, printable("SMITH<JONES<<ANNA<MARIA")},
                                        {0xA0, copy(others.view())},
                                        {0x5F10, printable("12345<<<")},
                                        {0x5F2B, printable("19740812")},
                                        {0x5F11, printable("ZENITH<UTO")},
                                        {0x5F42, printable("1 MAIN ST<ZENITH<<UTO")}}));
    ASSERT_TRUE(dg11);
    EXPECT_EQ(dg11->primary->view(), "SMITH JONES");
    EXPECT_EQ(dg11->secondary->view(), "ANNA MARIA");
    EXPECT_EQ(dg11->personal_number->view(), "12345");
    EXPECT_EQ(dg11->birth_date, year{1974} / 8 / 12);
    EXPECT_EQ(dg11->birth_place->view(), "ZENITH, UTO");
    EXPECT_EQ(dg11->address->view(), "1 MAIN ST, ZENITH, UTO");
    EXPECT_THAT(dg11->findings, IsEmpty());
}

TEST(Dg11, ReadsABirthDateInBcd) {
    EXPECT_EQ(parse_dg11(group(0x6B, "5F2B", {{0x5F2B, test::hex("19740812")}}))->birth_date, year{1974} / 8 / 12);
}

TEST(Dg11, KeepsAnIncompleteBirthDateAsPrinted) {
    const auto bcd = parse_dg11(group(0x6B, "5F2B", {{0x5F2B, test::hex("19740000")}}));
    EXPECT_EQ(bcd->birth_date, std::nullopt);
    EXPECT_EQ(bcd->birth_date_printed->view(), "19740000");
    EXPECT_EQ(parse_dg11(group(0x6B, "5F2B", {{0x5F2B, printable("1974")}}))->birth_date_printed->view(), "1974");
    EXPECT_EQ(parse_dg11(group(0x6B, "5F2B", {{0x5F2B, printable("197408<<")}}))->birth_date_printed->view(),
              "197408<<");
}

TEST(Dg11, KeepsAShortBirthDateAsPrinted) {
    const auto dg11 = parse_dg11(group(0x6B, "5F2B", {{0x5F2B, printable("740812")}}));
    EXPECT_EQ(dg11->birth_date, std::nullopt);
    EXPECT_EQ(dg11->birth_date_printed->view(), "740812");
    EXPECT_THAT(dg11->findings, ElementsAre(Reason::short_date));
}

TEST(Dg11, TellsAbsentFromEmpty) {
    const auto dg11 = parse_dg11(group(0x6B, "5F0E 5F10", {{0x5F10, {}}}));
    ASSERT_TRUE(dg11);
    EXPECT_FALSE(dg11->primary);
    EXPECT_FALSE(dg11->personal_number) << "no empty text takes the place of a value";
    EXPECT_THAT(dg11->findings, ElementsAre(Reason::empty_element, Reason::listed_element_missing));
}

}  // namespace
}  // namespace fivestar::identity
