#include "crypto/asn1/asn1.hpp"

namespace fivestar::crypto::asn1 {

Result<ByteView> bit_string_octets(ByteView value) {
    if (value.empty() || value[0] != 0) return fail(ErrorCode::malformed);
    return value.subspan(1);
}

Result<std::uint32_t> small_integer(ByteView value) {
    if (value.empty() || (value[0] & 0x80U) != 0) return fail(ErrorCode::malformed);
    if (value.size() > sizeof(std::uint32_t)) return fail(ErrorCode::limit_exceeded);
    std::uint32_t number = 0;
    for (const std::uint8_t octet : value) number = (number << 8) | octet;
    return number;
}

}  // namespace fivestar::crypto::asn1
