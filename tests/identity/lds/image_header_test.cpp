// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/image_header.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

constexpr std::string_view images[] = {"images/gradient.jpg", "images/gradient_progressive.jpg", "images/gradient.jp2",
                                       "images/gradient.j2k"};

TEST(ImageHeader, ReadsWhatOtherEncodersWrote) {
    constexpr MediaType types[] = {MediaType::jpeg, MediaType::jpeg, MediaType::jp2, MediaType::j2c};
    for (std::size_t at = 0; at < std::size(images); ++at) {
        const auto header = read_image_header(test::read_vector_bytes(images[at]));
        ASSERT_TRUE(header) << images[at];
        EXPECT_EQ(header->media_type, types[at]);
        EXPECT_EQ(header->width, 40U);
        EXPECT_EQ(header->height, 30U);
    }
}

TEST(ImageHeader, SurvivesEveryCut) {
    for (const std::string_view image : images) {
        const Bytes octets = test::read_vector_bytes(image);
        bool seen = false;
        for (std::size_t size = 0; size <= octets.size(); ++size) {
            const bool read = read_image_header(ByteView{octets}.first(size)).has_value();
            EXPECT_FALSE(read && size <= 12) << image;
            EXPECT_TRUE(read || !seen) << image;
            seen = seen || read;
        }
        EXPECT_TRUE(seen);
    }
}

TEST(ImageHeader, RefusesSizesOfNothing) {
    EXPECT_FALSE(read_image_header(test::hex("FFD8 FFC0 000B 08 0000 0028 01 011100")));
    EXPECT_FALSE(read_image_header(test::hex("FFD8 FFC0 000B 08 001E 0000 01 011100")));
    // SIZ whose image offset lies beyond its extent.
    EXPECT_FALSE(read_image_header(test::hex("FF4FFF51 0029 0000 00000028 0000001E 00000029 00000000")));
}

TEST(ImageHeader, RefusesBrokenStructures) {
    EXPECT_FALSE(read_image_header(test::hex("FFD8 FFE0 0001 FFC0 000B 08 001E 0028 01")));  // segment of length 1
    EXPECT_FALSE(read_image_header(test::hex("FFD8 FFE0 FFFF FFC0 000B 08 001E 0028 01")));  // beyond the end
    EXPECT_FALSE(read_image_header(test::hex("FFD8 FFDA 0002 FFC0 000B 08 001E 0028 01")));  // scan before frame
    EXPECT_FALSE(read_image_header(test::hex("FFD8FF FFFFFF")));
    const std::string signature = "0000000C6A5020200D0A870A";
    EXPECT_FALSE(read_image_header(test::hex(signature + "00000007 6A703268")));                    // box of length 7
    EXPECT_FALSE(read_image_header(test::hex(signature + "00000001 6A703268 FFFFFFFFFFFFFFFF")));   // box of 2^64 - 1
    EXPECT_FALSE(read_image_header(test::hex(signature + "00000000 6A703268 00000008 69686472")));  // empty ihdr
    EXPECT_FALSE(read_image_header(test::hex("89504E470D0A1A0A 0000000D 49484452 00000028 0000001E")));
}

TEST(ImageHeader, ReadsBoxesOfEitherLengthForm) {
    const std::string signature = "0000000C6A5020200D0A870A";
    const auto header = read_image_header(
        test::hex(signature + "00000001 6A703268 0000000000000026 00000016 69686472 0000001E 00000028 0003 070700 00"));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->width, 40U);
    EXPECT_EQ(header->height, 30U);
}

}  // namespace
}  // namespace fivestar::identity
