// SPDX-License-Identifier: Apache-2.0
// PNG (ISO/IEC 15948), by libpng.
#pragma once

#include "daemon/portrait/pixels.hpp"

namespace fivestar::portrait {

/// Transparent pixels become white.
[[nodiscard]] Pixels decode_png(Octets picture, PictureSize size);

}  // namespace fivestar::portrait
