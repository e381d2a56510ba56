// SPDX-License-Identifier: Apache-2.0
// Decoded pictures. fivestar-portrait has types of its own because it shares no code with the daemon.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace fivestar::portrait {

struct PictureSize {
    std::uint32_t width;   ///< pixels
    std::uint32_t height;  ///< pixels
    friend bool operator==(const PictureSize&, const PictureSize&) = default;
};

inline constexpr std::size_t octets_per_pixel = 3;

/// Portraits of documents have some 200,000 pixels (Doc 9303-9: 300 dots per inch or more). Decoding these takes less
/// than the memory and time that the program leaves itself.
inline constexpr std::size_t most_pixels = 4'000'000;

[[nodiscard]] constexpr bool fits(PictureSize size) {
    return size.width > 0 && size.height > 0 && std::size_t{size.width} * size.height <= most_pixels;
}

[[nodiscard]] constexpr std::size_t pixel_octets(PictureSize size) {
    return std::size_t{size.width} * size.height * octets_per_pixel;
}

using Octets = std::span<const std::uint8_t>;

/// Rows from the top, each of `width` pixels of red, green and blue (sRGB), one octet each; nothing where a picture
/// cannot be decoded or is not of the size it was said to have.
using Pixels = std::optional<std::vector<std::uint8_t>>;

}  // namespace fivestar::portrait
