// The parts of X.690 that certificates and signed data are made of: tags, bit strings, small integers.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/tlv/cursor.hpp"

#include <cstdint>

namespace fivestar::crypto::asn1 {

inline constexpr tlv::Tag boolean = 0x01;
inline constexpr tlv::Tag integer = 0x02;
inline constexpr tlv::Tag bit_string = 0x03;
inline constexpr tlv::Tag octet_string = 0x04;
inline constexpr tlv::Tag null = 0x05;
inline constexpr tlv::Tag object_identifier = 0x06;
inline constexpr tlv::Tag utf8_string = 0x0C;
inline constexpr tlv::Tag t61_string = 0x14;
inline constexpr tlv::Tag utc_time = 0x17;
inline constexpr tlv::Tag generalized_time = 0x18;
inline constexpr tlv::Tag universal_string = 0x1C;
inline constexpr tlv::Tag bmp_string = 0x1E;
inline constexpr tlv::Tag sequence = 0x30;
inline constexpr tlv::Tag set = 0x31;

/// [n], constructed: explicit tagging, and implicit tagging of what is constructed.
[[nodiscard]] constexpr tlv::Tag context(std::uint8_t number) {
    return 0xA0U | number;
}
/// [n], primitive: implicit tagging of what is primitive.
[[nodiscard]] constexpr tlv::Tag context_primitive(std::uint8_t number) {
    return 0x80U | number;
}

/// The octets of a BIT STRING's value; `malformed` if it does not hold whole octets.
[[nodiscard]] Result<ByteView> bit_string_octets(ByteView value);

/// An INTEGER's value; `malformed` for no octets or a negative number, `limit_exceeded` past 31 bits.
[[nodiscard]] Result<std::uint32_t> small_integer(ByteView value);

}  // namespace fivestar::crypto::asn1
