// SPDX-License-Identifier: Apache-2.0
// Tags and simple values of ASN.1 (X.690) as certificates and signed data use them.
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

/// Returns the tag [n], constructed: of explicit tagging, and of implicit tagging over a constructed type.
[[nodiscard]] constexpr tlv::Tag context(std::uint8_t number) {
    return 0xA0U | number;
}
/// Returns the tag [n], primitive: of implicit tagging over a primitive type.
[[nodiscard]] constexpr tlv::Tag context_primitive(std::uint8_t number) {
    return 0x80U | number;
}

/// Returns the octets in the value of a BIT STRING; `malformed` if it does not hold whole octets.
[[nodiscard]] Result<ByteView> bit_string_octets(ByteView value);

/// Reads the value octets of an INTEGER; `malformed` for another object, no octets or a negative number.
[[nodiscard]] Result<ByteView> read_unsigned_integer(tlv::Cursor& cursor);

/// Reads the value of an INTEGER; `malformed` as above, `limit_exceeded` past 32 bits.
[[nodiscard]] Result<std::uint32_t> read_small_integer(tlv::Cursor& cursor);

}  // namespace fivestar::crypto::asn1
