// SPDX-License-Identifier: Apache-2.0
// The size of a portrait as BMP is that which programs know (38,862 octets); the header is that of Microsoft's
// BITMAPFILEHEADER and BITMAPINFOHEADER.
#include "compat/bitmap.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::compat {
namespace {

std::string picture(const std::string& header = "P6\n102 126\n255\n", std::size_t octets = 38556) {
    std::string ppm = header + std::string(octets, '\0');
    for (std::size_t at = header.size(); at < ppm.size(); ++at) ppm[at] = static_cast<char>(at - header.size());
    return ppm;
}

TEST(CompatBitmap, HasTheRowsFromBelowInBlueGreenAndRed) {
    const auto bitmap = std::make_unique<Bitmap>();
    ASSERT_TRUE(to_bitmap(picture(), *bitmap));
    const auto octets = bitmap->view();
    ASSERT_EQ(octets.size(), 38862U);
    const std::string header{reinterpret_cast<const char*>(octets.data()), 54};
    EXPECT_EQ(
        header,
        std::string("BM\xCE\x97\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x66\0\0\0\x7E\0\0\0\x01\0\x18\0\0\0\0\0\x98\x97\0\0"
                    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
                    54));
    // The first row is the last of the picture, which starts at octet 125 * 306.
    constexpr std::size_t last = 125UL * 306;
    EXPECT_EQ(octets[54], static_cast<std::uint8_t>(last + 2));
    EXPECT_EQ(octets[55], static_cast<std::uint8_t>(last + 1));
    EXPECT_EQ(octets[56], static_cast<std::uint8_t>(last));
    EXPECT_EQ(octets[54 + 306], 0) << "filled to 308";
    EXPECT_EQ(octets[54 + 308 * 125], 2) << "the first row is the last";
}

TEST(CompatBitmap, RefusesOtherPictures) {
    const auto bitmap = std::make_unique<Bitmap>();
    for (const std::string& ppm :
         {std::string{}, std::string{"P6"}, picture("P6\n102 127\n255\n"), picture("P5\n102 126\n255\n"),
          picture("P6\n102 126\n255\n", 38555), picture("P6\n102 126\n255\n", 38557)}) {
        EXPECT_FALSE(to_bitmap(ppm, *bitmap)) << ppm.size();
        EXPECT_TRUE(bitmap->empty());
    }
}

}  // namespace
}  // namespace fivestar::compat
