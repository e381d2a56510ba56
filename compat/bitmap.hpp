// SPDX-License-Identifier: Apache-2.0
// Portraits as programs at counters expect them: a BMP of 102 x 126 pixels with 24 bits each.
#pragma once

#include "compat/octets.hpp"

#include <string_view>

namespace fivestar::compat {

inline constexpr std::size_t bitmap_size = 38862;
using Bitmap = Octets<bitmap_size>;

/// Converts a PPM (P6) of 102 x 126 pixels. False, and empty, if it is anything else.
[[nodiscard]] bool to_bitmap(std::string_view ppm, Bitmap& into);

}  // namespace fivestar::compat
