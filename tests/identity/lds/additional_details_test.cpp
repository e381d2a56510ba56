// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/additional_details.hpp"

#include "crypto/tlv/writer.hpp"
#include "tests/identity/lds/details_group.hpp"
#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using ::testing::ElementsAre;

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

TEST(AdditionalDetails, RefusesAnotherOuterObject) {
    EXPECT_EQ(parse_additional_details({}, 0x6B).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_additional_details(test::hex("6C02 5C00"), 0x6B).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_additional_details(test::hex("6B02 5C00 00"), 0x6B).error().code, ErrorCode::trailing_bytes);
}

/// One element that is odd does not lose the others, except those behind one that has no end.
TEST(AdditionalDetails, ReadsElementByElement) {
    struct Example {
        const char* file;
        std::size_t elements;
        std::vector<Reason> findings;
    };
    using enum Reason;
    const Example examples[] = {
        {"6B00", 0, {tag_list_missing}},
        {"6B04 5F0E0141", 1, {tag_list_missing}},
        {"6B03 5C015F", 0, {}},
        {"6B09 5C025F0E 5F0E0141 00", 1, {element_malformed}},
        {"6B0C 5C025F0E 5F0E0141 5F0F84FF", 1, {element_malformed}},
        {"6B0A 5C025F0E A0045F0E0141", 1, {wrong_count}},
        {"6B0C 5C025F0E A0025F0F 5F0E0141", 1, {element_malformed, wrong_count}},
        {"6B07 5C025F0E 5F0E00", 1, {empty_element}},
        {"6B0C 5C025F0E 5F0E0141 5F0E0142", 2, {repeated_element}},
        {"6B0C 5C025F0E 5C025F0E 5F0E0141", 1, {element_malformed}},
    };
    for (const Example& example : examples) {
        const auto details = parse_additional_details(test::hex(example.file), 0x6B);
        ASSERT_TRUE(details) << example.file;
        EXPECT_EQ(details->elements.size(), example.elements) << example.file;
        EXPECT_EQ(details->findings, example.findings) << example.file;
    }
}

}  // namespace
}  // namespace fivestar::identity
