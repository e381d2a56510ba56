// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/png_decoder.hpp"

#include <png.h>

namespace fivestar::portrait {

Pixels decode_png(Octets picture, PictureSize size) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (!fits(size) || ::png_image_begin_read_from_memory(&image, picture.data(), picture.size()) == 0) {
        return std::nullopt;
    }
    std::vector<std::uint8_t> pixels;
    bool done = false;
    if (image.width == size.width && image.height == size.height) {
        constexpr png_color white{255, 255, 255};
        image.format = PNG_FORMAT_RGB;
        pixels.resize(pixel_octets(size));
        done = ::png_image_finish_read(&image, &white, pixels.data(), 0, nullptr) != 0;
    }
    ::png_image_free(&image);
    if (!done) return std::nullopt;
    return pixels;
}

}  // namespace fivestar::portrait
