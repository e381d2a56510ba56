// SPDX-License-Identifier: Apache-2.0
// A portrait as the document stores it, encoded.
#pragma once

#include "crypto/base/enum_names.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fivestar::identity {

enum class MediaType : std::uint8_t { jpeg, png, jp2, j2c, wlt };

/// `png` is made by a decoder. `jp2` is JPEG 2000 in boxes, `j2c` a bare codestream. `wlt` is the format of Chinese
/// identity cards, whose decoder is not public.
inline constexpr EnumNames<MediaType::wlt> media_type_names("image/jpeg", "image/png", "image/jp2", "image/j2c",
                                                            "application/x-wlt");
[[nodiscard]] constexpr std::string_view to_string(MediaType type) {
    return media_type_names[type];
}

struct Portrait {
    MediaType media_type = MediaType::jpeg;
    std::uint32_t width = 0;   ///< pixels, as the image itself says
    std::uint32_t height = 0;  ///< pixels
    PersonalBytes octets = {};
};

inline constexpr std::size_t wlt_size = 1024;  ///< octets
inline constexpr std::uint32_t wlt_width = 102;
inline constexpr std::uint32_t wlt_height = 126;

/// Returns the portrait of a Chinese identity card as its security module outputs it; nullopt unless it has `wlt_size`
/// octets.
[[nodiscard]] inline std::optional<Portrait> wlt_portrait(ByteView octets) {
    if (octets.size() != wlt_size) return std::nullopt;
    return Portrait{
        .media_type = MediaType::wlt, .width = wlt_width, .height = wlt_height, .octets = PersonalBytes{octets}};
}

}  // namespace fivestar::identity
