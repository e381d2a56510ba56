// A picture as what a terminal shows when it is written to it.
#pragma once

#include "cli/views/picture.hpp"
#include "crypto/base/zeroized.hpp"

namespace fivestar::cli {

/// Sixel graphics (DEC STD 070; 256 colours), and a line feed.
[[nodiscard]] PersonalText sixel_text(const Picture& picture);

/// The graphics protocol of the terminal kitty (sw.kovidgoyal.net/kitty/graphics-protocol), shown on `rows` rows, and a
/// line feed.
[[nodiscard]] PersonalText kitty_text(const Picture& picture, std::size_t rows);

/// Half blocks, each of two pixels one above the other, in colours of ISO 8613-6: direct ones where `direct` says that
/// the terminal knows them, else of the usual palette of 256.
[[nodiscard]] PersonalText half_block_text(const Picture& picture, bool direct);

}  // namespace fivestar::cli
