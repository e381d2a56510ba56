// SPDX-License-Identifier: Apache-2.0
// A portrait as the document stores it: encoded octets, never pixels.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fivestar::identity {

enum class MediaType : std::uint8_t { jpeg, png, jp2, j2c, wlt };

/// `image/jpeg`, `image/png` (what a decoder made), `image/jp2` (JPEG 2000 in its box format), `image/j2c` (a bare JPEG
/// 2000 codestream), `application/x-wlt` (the format of Chinese identity cards, whose decoder is not public).
[[nodiscard]] std::string_view to_string(MediaType type);

struct Portrait {
    MediaType media_type = MediaType::jpeg;
    std::uint32_t width = 0;   ///< pixels, as the image itself says
    std::uint32_t height = 0;  ///< pixels
    PersonalBytes octets = {};
};

inline constexpr std::size_t wlt_size = 1024;  ///< octets
inline constexpr std::uint32_t wlt_width = 102;
inline constexpr std::uint32_t wlt_height = 126;

/// The portrait of a Chinese identity card as its security module hands it out; nullopt unless it has `wlt_size`
/// octets.
[[nodiscard]] std::optional<Portrait> wlt_portrait(ByteView octets);

}  // namespace fivestar::identity
