// SPDX-License-Identifier: Apache-2.0
// The headers of encoded images, read without decoding them: JPEG (ITU-T T.81), JPEG 2000 in boxes and as a bare
// codestream (ITU-T T.800).
#pragma once

#include "crypto/base/bytes.hpp"
#include "identity/portrait.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::identity {

struct ImageHeader {
    MediaType media_type;
    std::uint32_t width;   ///< pixels, not 0
    std::uint32_t height;  ///< pixels, not 0
};

/// Reads the size from the image itself, not from its container. nullopt for other formats, and if the image ends too
/// early.
[[nodiscard]] std::optional<ImageHeader> read_image_header(ByteView octets);

/// True if the octets begin as an image of one of these formats does.
[[nodiscard]] bool begins_as_image(ByteView octets);

}  // namespace fivestar::identity
