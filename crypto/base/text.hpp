// SPDX-License-Identifier: Apache-2.0
// Hexadecimal and base64, and checks of text.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace fivestar {

/// Encodes octets as upper-case hexadecimal.
[[nodiscard]] std::string to_hex(ByteView bytes);

/// Decodes hexadecimal digits of either case; `malformed` for an odd number of digits or another character.
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);

/// Encodes octets as base64 (RFC 4648) with padding.
[[nodiscard]] std::string to_base64(ByteView bytes);

/// Decodes strict base64 (RFC 4648); skips ASCII white space, as in PEM. `malformed` for anything else.
[[nodiscard]] Result<Bytes> from_base64(std::string_view text);

/// True for the control characters of ASCII.
[[nodiscard]] constexpr bool is_control(char character) {
    const auto octet = static_cast<std::uint8_t>(character);  // `char` is unsigned on some machines, such as 64-bit Arm
    return octet < 0x20 || octet == 0x7F;
}

}  // namespace fivestar
