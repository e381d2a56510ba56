// SPDX-License-Identifier: Apache-2.0
// JPEG 2000 (ITU-T T.800), in boxes or as a bare codestream, by OpenJPEG.
#pragma once

#include "daemon/portrait/pixels.hpp"

namespace fivestar::portrait {

/// Grey, RGB or sYCC with up to 16 bits a component; a fourth component (opacity) is left out, and so is a colour
/// profile.
[[nodiscard]] Pixels decode_jpeg2000(Octets picture, PictureSize size);

}  // namespace fivestar::portrait
