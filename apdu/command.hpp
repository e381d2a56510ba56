// SPDX-License-Identifier: Apache-2.0
// A command APDU (ISO/IEC 7816-4 §5.2): header, data, and the number of octets expected back.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>

namespace fivestar::apdu {

inline constexpr std::uint32_t max_short_le = 256;
inline constexpr std::uint32_t max_extended_le = 65536;
inline constexpr std::size_t max_short_data = 255;
inline constexpr std::size_t max_extended_data = 65535;

struct Command {
    std::uint8_t cla = 0x00;
    std::uint8_t ins = 0x00;
    std::uint8_t p1 = 0x00;
    std::uint8_t p2 = 0x00;
    Bytes data = {};
    std::uint32_t le = 0;  ///< octets expected: 0 for none (cases 1 and 3), at most 65,536

    /// Tells whether the length fields need the extended form.
    [[nodiscard]] bool extended() const { return data.size() > max_short_data || le > max_short_le; }

    friend bool operator==(const Command&, const Command&) = default;
};

/// Encodes a command of any of the four cases, with short length fields where they suffice (ISO/IEC 7816-3 §12.1).
/// `invalid_argument` for more than 65,535 octets of data or an Le above 65,536.
[[nodiscard]] Result<Bytes> encode(const Command& command);

/// Decodes a command as a card receives it, in any of the seven forms of the four cases. `malformed` for anything else.
[[nodiscard]] Result<Command> decode_command(ByteView octets);

}  // namespace fivestar::apdu
