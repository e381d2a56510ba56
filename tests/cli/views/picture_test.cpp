// SPDX-License-Identifier: Apache-2.0
#include "cli/views/picture.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::cli {
namespace {

std::string ppm(const std::string& head, std::size_t pixels) {
    std::string file = head;
    for (std::size_t at = 0; at < pixels * 3; ++at) file.push_back(static_cast<char>(at));
    return file;
}

TEST(Picture, IsReadFromPpm) {
    const std::string file = ppm("P6\n2 3\n255\n", 6);
    const auto picture = parse_ppm(file);
    ASSERT_TRUE(picture.has_value());
    EXPECT_EQ(picture->width, 2U);
    EXPECT_EQ(picture->height, 3U);
    ASSERT_EQ(picture->pixels.size(), 18U);
    for (std::size_t at = 0; at < 18; ++at) EXPECT_EQ(picture->pixels[at], at);
}

TEST(Picture, RefusesOtherFiles) {
    for (const std::string& file :
         {std::string{}, ppm("P5\n2 3\n255\n", 6), ppm("P6\n2 3\n255\n", 5), ppm("P6\n2 3\n255\n", 7),
          ppm("P6\n2 3\n65535\n", 6), ppm("P6\n0 3\n255\n", 0), ppm("P6\n-2 3\n255\n", 6), ppm("P6\n2\n", 0),
          ppm("P6\n4097 1\n255\n", 4097), ppm("P6\n99999999999999999999 1\n255\n", 1), ppm("P6\n2 3 255", 0)}) {
        EXPECT_FALSE(parse_ppm(file)) << file.substr(0, 20);
    }
}

}  // namespace
}  // namespace fivestar::cli
