// A portrait as the document stores it: encoded octets, never pixels.
#pragma once

#include "crypto/base/cleansed.hpp"

#include <cstdint>
#include <string_view>

namespace fivestar::identity {

enum class MediaType : std::uint8_t { jpeg, jp2, j2c };

/// `image/jpeg`, `image/jp2` (JPEG 2000 in its box format), `image/j2c` (a bare JPEG 2000 codestream).
[[nodiscard]] std::string_view to_string(MediaType type);

struct Portrait {
    MediaType media_type = MediaType::jpeg;
    std::uint32_t width = 0;   ///< pixels, as the image itself says
    std::uint32_t height = 0;  ///< pixels
    PersonalBytes octets = {};
};

}  // namespace fivestar::identity
