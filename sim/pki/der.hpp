// SPDX-License-Identifier: Apache-2.0
// The DER types of certificates, revocation lists and SignedData (X.690).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/tlv/writer.hpp"

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace fivestar::sim::der {

namespace tag {
inline constexpr tlv::Tag boolean = 0x01;
inline constexpr tlv::Tag integer = 0x02;
inline constexpr tlv::Tag bit_string = 0x03;
inline constexpr tlv::Tag octet_string = 0x04;
inline constexpr tlv::Tag object_identifier = 0x06;
inline constexpr tlv::Tag utf8_string = 0x0C;
inline constexpr tlv::Tag printable_string = 0x13;
inline constexpr tlv::Tag utc_time = 0x17;
inline constexpr tlv::Tag sequence = 0x30;
inline constexpr tlv::Tag set = 0x31;
/// Context-specific tags: constructed and primitive [n].
[[nodiscard]] constexpr tlv::Tag context(std::uint8_t number) {
    return 0xA0U + number;
}
[[nodiscard]] constexpr tlv::Tag primitive(std::uint8_t number) {
    return 0x80U + number;
}
}  // namespace tag

/// A non-negative INTEGER.
[[nodiscard]] Bytes integer(std::uint32_t number);
/// A non-negative INTEGER from its octets.
[[nodiscard]] Bytes unsigned_integer(ByteView octets);
/// An OBJECT IDENTIFIER from a dotted constant. Throws for other text.
[[nodiscard]] Bytes object_identifier(std::string_view dotted);
/// A BIT STRING of whole octets.
[[nodiscard]] Bytes bit_string(ByteView octets);
/// UTCTime from `YYYYMMDDHHMMSSZ`, before 2050.
[[nodiscard]] Bytes utc_time(std::string_view instant);
/// A SEQUENCE of `elements`.
[[nodiscard]] Bytes sequence(std::initializer_list<ByteView> elements);

}  // namespace fivestar::sim::der
