// SPDX-License-Identifier: Apache-2.0
#include "crypto/asn1/asn1.hpp"

namespace fivestar::crypto::asn1 {

Result<ByteView> bit_string_octets(ByteView value) {
    if (value.empty() || value[0] != 0) return fail(ErrorCode::malformed);
    return value.subspan(1);
}

Result<ByteView> read_unsigned_integer(tlv::Cursor& cursor) {
    const auto element = cursor.expect(integer);
    if (!element) return std::unexpected{element.error()};
    if (element->value.empty() || (element->value[0] & 0x80U) != 0) return fail(ErrorCode::malformed);
    return element->value;
}

Result<std::uint32_t> read_small_integer(tlv::Cursor& cursor) {
    const auto value = read_unsigned_integer(cursor);
    if (!value) return std::unexpected{value.error()};
    if (value->size() > sizeof(std::uint32_t)) return fail(ErrorCode::limit_exceeded);
    std::uint32_t number = 0;
    for (const std::uint8_t octet : *value) number = (number << 8) | octet;
    return number;
}

}  // namespace fivestar::crypto::asn1
