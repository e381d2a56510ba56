// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/additional_details.hpp"

#include "crypto/tlv/writer.hpp"
#include "identity/lds/dg11.hpp"
#include "identity/lds/dg12.hpp"
#include "identity/lds/dg13.hpp"
#include "tests/support/print_reason.hpp"
#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Bytes group(tlv::Tag outer, std::string_view tag_list, const std::vector<std::pair<tlv::Tag, Bytes>>& elements) {
    tlv::Writer content;
    content.add(0x5C, test::hex(tag_list));
    for (const auto& [tag, value] : elements) content.add(tag, value);
    return tlv::encode(outer, content.view());
}

Bytes printable(std::string_view characters) {
    return copy(as_bytes(characters));
}

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

TEST(Dg11, TellsAbsentFromEmpty) {
    const auto dg11 = parse_dg11(group(0x6B, "5F0E 5F10", {{0x5F10, {}}}));
    ASSERT_TRUE(dg11);
    EXPECT_FALSE(dg11->primary);
    EXPECT_EQ(dg11->personal_number->view(), "");
    EXPECT_THAT(dg11->findings, ElementsAre(Reason::listed_element_missing));
}

TEST(AdditionalDetails, ReportsWhatTheTagListDoesNotName) {
    const auto details =
        parse_additional_details(group(0x6B, "5F0E", {{0x5F0E, printable("A<<B")}, {0x5F12, printable("1")}}), 0x6B);
    ASSERT_TRUE(details);
    EXPECT_THAT(details->findings, ElementsAre(Reason::unlisted_element));
}

TEST(AdditionalDetails, DoesNotBelieveACount) {
    for (const std::string_view count : {"01", "03", "FF", "7FFFFFFF", ""}) {
        tlv::Writer names;
        names.add(0x02, test::hex(count)).add(0x5F0F, printable("A")).add(0x5F0F, printable("B"));
        const auto details = parse_additional_details(group(0x6B, "5F0F", {{0xA0, copy(names.view())}}), 0x6B);
        ASSERT_TRUE(details) << count;
        EXPECT_EQ(details->elements.size(), 2U);
        EXPECT_THAT(details->findings, ElementsAre(Reason::wrong_count));
    }
}

TEST(AdditionalDetails, BoundsElements) {
    const std::vector<std::pair<tlv::Tag, Bytes>> many(max_details + 1, {0x5F0F, {}});
    EXPECT_EQ(parse_additional_details(group(0x6B, "5F0F", many), 0x6B).error().code, ErrorCode::limit_exceeded);
    tlv::Writer names;
    for (std::size_t at = 0; at <= max_details; ++at) names.add(0x5F0F, Bytes{});
    EXPECT_EQ(parse_additional_details(group(0x6B, "5F0F", {{0xA0, copy(names.view())}}), 0x6B).error().code,
              ErrorCode::limit_exceeded);
    Bytes long_list;
    for (std::size_t at = 0; at <= max_details; ++at) long_list.push_back(0x42);
    tlv::Writer listed;
    listed.add(0x5C, long_list);
    EXPECT_EQ(parse_additional_details(tlv::encode(0x6B, listed.view()), 0x6B).error().code, ErrorCode::limit_exceeded);
}

TEST(AdditionalDetails, RefusesBrokenForms) {
    EXPECT_EQ(parse_additional_details({}, 0x6B).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_additional_details(test::hex("6B00"), 0x6B).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_additional_details(test::hex("6B03 5C015F"), 0x6B).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_additional_details(test::hex("6B02 5C00 00"), 0x6B).error().code, ErrorCode::trailing_bytes);
    EXPECT_EQ(parse_additional_details(test::hex("6B06 5C00 5F0E 84FF"), 0x6B).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_additional_details(test::hex("6B06 5C00 A002 5F0F"), 0x6B).error().code, ErrorCode::malformed);
}

TEST(Dg12, ReadsAuthorityAndDateOfIssue) {
    const auto dg12 = parse_dg12(
        group(0x6C, "5F19 5F26", {{0x5F19, printable("PASSPORT OFFICE<ZENITH")}, {0x5F26, printable("20230615")}}));
    ASSERT_TRUE(dg12);
    EXPECT_EQ(dg12->issuing_authority->view(), "PASSPORT OFFICE, ZENITH");
    EXPECT_EQ(dg12->issue_date, year{2023} / 6 / 15);
    EXPECT_EQ(parse_dg12(group(0x6C, "5F26", {{0x5F26, test::hex("20230615")}}))->issue_date, year{2023} / 6 / 15);
}

TEST(Dg13, HoldsTheTextRecord) {
    const Bytes record = test::read_vector_bytes("samv/text_Y.bin");
    const Bytes file = tlv::encode(0x6D, tlv::encode(0x04, record));
    EXPECT_EQ(copy(*parse_dg13(file)), record);
    EXPECT_EQ(parse_dg13(tlv::encode(0x6D, tlv::encode(0x04, Bytes(255)))).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg13(tlv::encode(0x6D, tlv::encode(0x0C, record))).error().code, ErrorCode::malformed);
    Bytes twice = tlv::encode(0x04, record);
    append(twice, tlv::encode(0x04, record));
    EXPECT_EQ(parse_dg13(tlv::encode(0x6D, twice)).error().code, ErrorCode::trailing_bytes);
}

}  // namespace
}  // namespace fivestar::identity
