// SPDX-License-Identifier: Apache-2.0
// JPEG 2000, against pixels that are known.
#include "daemon/portrait/jpeg2000_decoder.hpp"

#include "tests/daemon/portrait/pictures.hpp"
#include "tests/support/vector_file.hpp"

#include <array>

#include <gtest/gtest.h>

namespace fivestar::portrait {
namespace {

using test::read_vector_bytes;

TEST(Jpeg2000, IsDecodedToTheVeryPixels) {
    EXPECT_EQ(decode_jpeg2000(read_vector_bytes("images/pattern.jp2"), pattern_size), pattern(true));
    EXPECT_EQ(decode_jpeg2000(read_vector_bytes("images/pattern_gray.j2k"), pattern_size), pattern(false));
    EXPECT_EQ(decode_jpeg2000(read_vector_bytes("images/pattern_gray12.jp2"), pattern_size), pattern(false));
    EXPECT_EQ(decode_jpeg2000(read_vector_bytes("images/pattern_rgba.jp2"), pattern_size), pattern(true));
}

TEST(Jpeg2000, MayHaveColourDifferences) {
    // Red, green, blue and white as ITU-R BT.601 (JFIF) writes them: (76, 85, 255), (150, 44, 21), (29, 255, 107),
    // (255, 128, 128).
    const auto pixels = decode_jpeg2000(read_vector_bytes("images/corners_sycc.jp2"), {8, 8});
    ASSERT_TRUE(pixels);
    constexpr std::array<std::array<int, 3>, 4> corners{{{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}}};
    for (std::size_t y = 0; y < 8; ++y) {
        for (std::size_t x = 0; x < 8; ++x) {
            for (std::size_t part = 0; part < 3; ++part) {
                EXPECT_NEAR((*pixels)[(y * 8 + x) * 3 + part], corners.at(x / 4 + 2 * (y / 4)).at(part), 2) << x << y;
            }
        }
    }
}

TEST(Jpeg2000, IsNotDividedForEver) {
    EXPECT_FALSE(decode_jpeg2000(read_vector_bytes("images/tiles.jp2"), {40, 30}));
}

}  // namespace
}  // namespace fivestar::portrait
