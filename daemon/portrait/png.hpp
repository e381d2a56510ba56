// SPDX-License-Identifier: Apache-2.0
// Pixels as a PNG file (ISO/IEC 15948), written in memory that is zeroized.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <cstdint>

namespace fivestar::daemon {

/// `pixels`: rows from the top, each of `width` pixels of red, green and blue, one octet each; width x height x 3
/// octets.
[[nodiscard]] PersonalBytes png_of(ByteView pixels, std::uint32_t width, std::uint32_t height);

}  // namespace fivestar::daemon
