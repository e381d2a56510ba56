// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg2.hpp"

#include "identity/lds/face_record.hpp"
#include "tests/identity/lds/face_records.hpp"
#include "tests/support/vector_file.hpp"

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
