// SPDX-License-Identifier: Apache-2.0
#include "samv/sam_id.hpp"

#include <array>
#include <cstdio>

namespace fivestar::samv {
namespace {

std::uint32_t little_endian(ByteView octets) {
    std::uint32_t number = 0;
    for (std::size_t at = octets.size(); at > 0; --at) number = number << 8 | octets[at - 1];
    return number;
}

}  // namespace

Result<SamId> parse_sam_id(ByteView octets) {
    if (octets.size() != sam_id_size) return fail(ErrorCode::malformed);
    return SamId{.type = static_cast<std::uint16_t>(little_endian(octets.first(2))),
                 .version = static_cast<std::uint16_t>(little_endian(octets.subspan(2, 2))),
                 .production_date = little_endian(octets.subspan(4, 4)),
                 .serial = little_endian(octets.subspan(8, 4)),
                 .random = little_endian(octets.subspan(12, 4))};
}

std::string to_string(const SamId& id) {
    std::array<char, 64> text{};
    (void)std::snprintf(text.data(), text.size(), "%02u.%02u-%08u-%010u-%010u", unsigned{id.type}, unsigned{id.version},
                        id.production_date, id.serial, id.random);
    return text.data();
}

}  // namespace fivestar::samv
