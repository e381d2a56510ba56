// SPDX-License-Identifier: Apache-2.0
#include "identity/portrait.hpp"

namespace fivestar::identity {

std::optional<Portrait> wlt_portrait(ByteView octets) {
    if (octets.size() != wlt_size) return std::nullopt;
    return Portrait{
        .media_type = MediaType::wlt, .width = wlt_width, .height = wlt_height, .octets = PersonalBytes{octets}};
}

std::string_view to_string(MediaType type) {
    switch (type) {
        case MediaType::jpeg:
            return "image/jpeg";
        case MediaType::png:
            return "image/png";
        case MediaType::jp2:
            return "image/jp2";
        case MediaType::j2c:
            return "image/j2c";
        case MediaType::wlt:
            return "application/x-wlt";
    }
    return "application/octet-stream";
}

}  // namespace fivestar::identity
