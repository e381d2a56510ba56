// SPDX-License-Identifier: Apache-2.0
// JPEG, against pixels that are known.
#include "daemon/portrait/jpeg_codec.hpp"

#include "tests/daemon/portrait/pictures.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

namespace fivestar::portrait {
namespace {

using test::read_vector_bytes;

TEST(Jpeg, IsDecodedCloseToThePixels) {
    const auto colour = decode_jpeg(read_vector_bytes("images/pattern.jpg"), pattern_size);
    ASSERT_TRUE(colour);
    const auto grey = decode_jpeg(read_vector_bytes("images/pattern_gray.jpg"), pattern_size);
    ASSERT_TRUE(grey);
    EXPECT_LT(mean_difference(*grey, pattern(false)), 3);
    EXPECT_LT(mean_difference(*colour, pattern(true)), 6);
}

TEST(Jpeg, IsReadAsWeWriteIt) {
    const Bytes pixels = pattern(false);
    const auto file = encode_jpeg(pixels, pattern_size);
    ASSERT_TRUE(file);
    const auto again = decode_jpeg(*file, pattern_size);
    ASSERT_TRUE(again);
    EXPECT_LT(mean_difference(*again, pixels), 3);
    EXPECT_FALSE(encode_jpeg(pixels, {24, 15}));
    EXPECT_FALSE(encode_jpeg({}, {0, 0}));
}

TEST(Jpeg, DoesNotPassForEver) {
    // The scans of a progressive picture, again and again.
    const Bytes whole = read_vector_bytes("images/gradient_progressive.jpg");
    const std::array<std::uint8_t, 2> start_of_scan{0xFF, 0xDA};
    const auto scans = std::search(whole.begin(), whole.end(), start_of_scan.begin(), start_of_scan.end());
    ASSERT_NE(scans, whole.end());
    ASSERT_TRUE(decode_jpeg(whole, {40, 30}));
    Bytes bomb{whole.begin(), whole.end() - 2};
    for (int count = 0; count < 20; ++count) bomb.insert(bomb.end(), scans, whole.end() - 2);
    bomb.insert(bomb.end(), whole.end() - 2, whole.end());
    EXPECT_FALSE(decode_jpeg(bomb, {40, 30}));
}

}  // namespace
}  // namespace fivestar::portrait
