// SPDX-License-Identifier: Apache-2.0
// JPEG (ITU-T T.81), by libjpeg-turbo.
#pragma once

#include "daemon/portrait/pixels.hpp"

namespace fivestar::portrait {

/// Colour or grey; what other colours (CMYK) mean nobody says. Of a picture that ends early, what is there.
[[nodiscard]] Pixels decode_jpeg(Octets picture, PictureSize size);

/// The file; nothing if `size` does not fit or is not that of `pixels`.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> encode_jpeg(Octets pixels, PictureSize size);

}  // namespace fivestar::portrait
