// SPDX-License-Identifier: Apache-2.0
// A picture as the text that makes a terminal show it, drawn by libchafa.
#pragma once

#include "cli/views/picture.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstddef>

namespace fivestar::cli {

/// The part of a terminal that a picture may fill.
struct PictureRoom {
    std::size_t columns = 0;
    std::size_t rows = 0;
    std::size_t cell_width = 10;  ///< pixels
    std::size_t cell_height = 20;
};

/// Draws a picture with the best of what the terminal can do: kitty graphics, sixel, or half blocks in its colours. The
/// terminal is told from the variables of `environment` (`TERM=...`, ended by a null pointer).
[[nodiscard]] PersonalText picture_text(const Picture& picture, const PictureRoom& room, char** environment);

}  // namespace fivestar::cli
