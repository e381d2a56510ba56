// SPDX-License-Identifier: Apache-2.0
#include "samv/sam_id.hpp"

namespace fivestar::samv {
namespace {

std::uint32_t little_endian(ByteView octets) {
    std::uint32_t number = 0;
    for (std::size_t at = octets.size(); at > 0; --at) number = number << 8 | octets[at - 1];
    return number;
}

std::string padded(std::uint32_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    if (text.size() < digits) text.insert(0, digits - text.size(), '0');
    return text;
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
    return padded(id.type, 2) + '.' + padded(id.version, 2) + '-' + padded(id.production_date, 8) + '-' +
           padded(id.serial, 10) + '-' + padded(id.random, 10);
}

}  // namespace fivestar::samv
