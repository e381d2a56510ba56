// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg2.hpp"

#include "identity/lds/face_record.hpp"
#include "tests/identity/lds/face_records.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(Dg2, TakesTheFirstUsableImageOfSeveral) {
    const Bytes junk = test::hex("00010203");
    expect_portrait(dg2(0x5F2E, {iso19794({junk, image("gradient.jpg"), image("gradient.jp2")})}), MediaType::jpeg,
                    image("gradient.jpg"));
    expect_portrait(dg2(0x7F2E, {iso39794({junk, image("gradient.jp2")})}), MediaType::jp2, image("gradient.jp2"));
    expect_portrait(dg2(0x5F2E, {iso19794({junk}), iso19794({image("gradient.j2k")})}), MediaType::j2c,
                    image("gradient.j2k"));
    EXPECT_EQ(face_images(dg2(0x5F2E, {iso19794({junk, junk}), iso39794({junk})}))->images.size(), 3U);
}

TEST(Dg2, SurvivesImagesOfNoOctetsToTwelve) {
    const Bytes whole = image("gradient.jp2");
    for (std::size_t size = 0; size <= 12; ++size) {
        const Bytes cut{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)};
        EXPECT_EQ(parse_dg2(dg2(0x5F2E, {iso19794({cut})})).error().code, ErrorCode::unsupported);
        EXPECT_EQ(parse_dg2(dg2(0x7F2E, {iso39794({cut})})).error().code, ErrorCode::unsupported);
    }
}

TEST(Dg2, RefusesEveryCut) {
    for (const Bytes& file :
         {dg2(0x5F2E, {iso19794({image("gradient.jpg")})}), dg2(0x7F2E, {iso39794({image("gradient.jpg")})})}) {
        for (std::size_t size = 0; size < file.size(); ++size)
            EXPECT_FALSE(parse_dg2(ByteView{file}.first(size))) << size;
    }
}

/// The file with other octets at the length field of the first data object with this tag, whose size stays.
Bytes with_length_field(const Bytes& file, std::string_view tag, std::string_view field) {
    const Bytes tag_octets = test::hex(tag);
    const Bytes length = test::hex(field);
    Bytes changed = file;
    const auto at = std::ranges::search(changed, tag_octets).end();
    const std::size_t old = *at < 0x80 ? 1U : 1U + (*at & 0x7FU);
    changed.erase(at, at + static_cast<std::ptrdiff_t>(old));
    const auto place = std::ranges::search(changed, tag_octets).end();
    changed.insert(place, length.begin(), length.end());
    // The outermost object holds what it held.
    const Bytes content{changed.begin() + 4, changed.end()};
    return wrap(0x75, content);
}

/// Lengths that reach past the end of the object around, and those that ISO/IEC 7816-4 §5.2.2.2 calls invalid.
TEST(Dg2, FindsTheImageThatAWrongLengthHides) {
    const Bytes jpeg = image("gradient.jpg");
    const Bytes old = dg2(0x5F2E, {iso19794({jpeg})});
    const Bytes recent = dg2(0x7F2E, {iso39794({image("gradient.jp2")})});
    for (const std::string_view field : {"82FFFF", "84FFFFFFFF", "850000000100", "80", "FF"}) {
        for (const std::string_view tag : {"7F61", "7F60", "A1", "5F2E"}) {
            SCOPED_TRACE(std::string{tag} + ' ' + std::string{field});
            expect_portrait(with_length_field(old, tag, field), MediaType::jpeg, jpeg, {Reason::dg2_element_malformed});
        }
        for (const std::string_view tag : {"7F61", "7F60", "7F2E"}) {
            SCOPED_TRACE(std::string{tag} + ' ' + std::string{field});
            const auto found = parse_dg2(with_length_field(recent, tag, field));
            ASSERT_TRUE(found);
            EXPECT_EQ(found->findings, std::vector{Reason::dg2_element_malformed});
            EXPECT_EQ(found->portrait.media_type, MediaType::jp2);
        }
    }
}

/// A template whose length is too short ends before its image does.
TEST(Dg2, FindsTheImageThatIsLongerThanItsTemplate) {
    const Bytes jpeg = image("gradient.jpg");
    const Bytes whole = dg2(0x5F2E, {iso19794({jpeg})});
    for (const std::string_view field : {"00", "10", "8140"}) {
        SCOPED_TRACE(field);
        expect_portrait(with_length_field(whole, "7F60", field), MediaType::jpeg, jpeg,
                        {Reason::dg2_element_malformed});
    }
}

TEST(Dg2, RefusesTemplatesWithoutAFace) {
    EXPECT_EQ(parse_dg2(dg2(0x5F2E, {})).error().code, ErrorCode::unsupported);
    EXPECT_EQ(parse_dg2(dg2(0x5F2F, {iso19794({})})).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg2(dg2(0x5F2E, {test::hex("00112233")})).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_dg2(dg2(0x5F2E, {wrap(0x66, test::hex("8000"))})).error().code, ErrorCode::unsupported);
}

TEST(Dg2, BoundsTheNumberOfFaces) {
    const std::vector<Bytes> many(max_faces + 1, test::hex("00"));
    EXPECT_EQ(parse_dg2(dg2(0x5F2E, {iso19794(many)})).error().code, ErrorCode::limit_exceeded);
    EXPECT_EQ(parse_dg2(dg2(0x7F2E, {iso39794(many)})).error().code, ErrorCode::limit_exceeded);
    EXPECT_EQ(parse_dg2(dg2(0x5F2E, std::vector<Bytes>(max_faces + 1, iso19794({})))).error().code,
              ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace fivestar::identity
