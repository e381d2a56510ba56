// SPDX-License-Identifier: Apache-2.0
#include "compat/bitmap.hpp"

#include <array>
#include <memory>

namespace fivestar::compat {
namespace {

constexpr std::size_t width = 102;
constexpr std::size_t height = 126;
constexpr std::size_t pixel_octets = 3;
constexpr std::size_t header_size = 54;
constexpr std::size_t row_octets = 308;  // 306, filled to a multiple of four
static_assert(header_size + row_octets * height == bitmap_size);

/// As the daemon writes it.
constexpr std::string_view ppm_header = "P6\n102 126\n255\n";

constexpr void put(std::span<std::uint8_t> to, std::size_t at, std::uint32_t number, std::size_t octets = 4) {
    for (std::size_t i = 0; i < octets; ++i) to[at + i] = static_cast<std::uint8_t>(number >> 8U * i);
}

/// BITMAPFILEHEADER and BITMAPINFOHEADER.
constexpr std::array<std::uint8_t, header_size> header = [] {
    std::array<std::uint8_t, header_size> octets{'B', 'M'};
    put(octets, 2, bitmap_size);
    put(octets, 10, header_size);
    put(octets, 14, 40);  // size of the second header
    put(octets, 18, width);
    put(octets, 22, height);  // positive: the lowest row is the first
    put(octets, 26, 1, 2);    // planes
    put(octets, 28, 24, 2);   // bits of a pixel
    put(octets, 34, row_octets * height);
    return octets;
}();

}  // namespace

bool to_bitmap(std::string_view ppm, Bitmap& into) {
    into.clear();
    if (!ppm.starts_with(ppm_header) || ppm.size() != ppm_header.size() + width * height * pixel_octets) return false;
    const std::string_view pixels = ppm.substr(ppm_header.size());
    return into.fill(bitmap_size, [&](std::span<std::uint8_t> to) {
        for (std::size_t at = 0; at < header.size(); ++at) to[at] = header.at(at);
        for (std::size_t row = 0; row < height; ++row) {
            const std::size_t from = (height - 1 - row) * width * pixel_octets;
            const std::size_t start = header_size + row * row_octets;
            for (std::size_t at = 0; at < width * pixel_octets; ++at) {
                // Blue, green, red.
                const std::size_t mirrored = at / pixel_octets * pixel_octets + (pixel_octets - 1 - at % pixel_octets);
                to[start + at] = static_cast<std::uint8_t>(pixels[from + mirrored]);
            }
        }
    });
}

}  // namespace fivestar::compat
