// SPDX-License-Identifier: Apache-2.0
// A picture to be shown on a terminal.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace fivestar::cli {

/// Rows from the top, red, green and blue of each pixel. Borrows the pixels.
struct Picture {
    std::size_t width = 0;   ///< pixels
    std::size_t height = 0;  ///< pixels
    ByteView pixels = {};

    static constexpr std::size_t octets_per_pixel = 3;
};

/// Accepts Netpbm's binary PPM of 8 bits without comments, as the daemon writes it, up to 4,096 pixels each way; else
/// nullopt. The picture borrows from `file`.
[[nodiscard]] std::optional<Picture> parse_ppm(std::string_view file);

}  // namespace fivestar::cli
