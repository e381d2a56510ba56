// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/png.hpp"

#include <png.h>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

Bytes noise(std::size_t size) {
    std::mt19937 engine{7};
    Bytes octets(size);
    for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(engine());
    return octets;
}

TEST(Png, IsReadByLibpngOctetForOctet) {
    for (const auto& [width, height] : {std::pair{1U, 1U}, {102U, 126U}, {1U, 300U}, {640U, 2U}}) {
        const Bytes pixels = noise(std::size_t{width} * height * 3);
        const PersonalBytes file = png_of(pixels, width, height);
        png_image image{};
        image.version = PNG_IMAGE_VERSION;
        ASSERT_NE(png_image_begin_read_from_memory(&image, file.data(), file.size()), 0) << image.message;
        EXPECT_EQ(image.width, width);
        EXPECT_EQ(image.height, height);
        EXPECT_EQ(image.format, PNG_FORMAT_RGB);
        Bytes read(PNG_IMAGE_SIZE(image));
        ASSERT_NE(png_image_finish_read(&image, nullptr, read.data(), 0, nullptr), 0) << image.message;
        EXPECT_EQ(read, pixels);
        EXPECT_EQ(image.warning_or_error, 0U) << image.message;
    }
}

TEST(Png, TakesPixelsOfItsSizeOnly) {
    EXPECT_THROW(static_cast<void>(png_of(Bytes(5), 1, 2)), std::invalid_argument);
}

}  // namespace
}  // namespace fivestar::daemon
