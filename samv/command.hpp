// SPDX-License-Identifier: Apache-2.0
// Commands of a terminal to a SAM_V module (GA/T 467-2019, terminal interface).
#pragma once

#include "crypto/base/bytes.hpp"

#include <chrono>

namespace fivestar::samv {

struct Command {
    std::uint8_t code;
    std::uint8_t parameter;

    friend constexpr bool operator==(const Command&, const Command&) = default;
};

inline constexpr Command reset_module{0x10, 0xFF};
inline constexpr Command module_status{0x11, 0xFF};
inline constexpr Command read_sam_id{0x12, 0xFF};
inline constexpr Command find_card{0x20, 0x01};
inline constexpr Command select_card{0x20, 0x02};
inline constexpr Command read_text_and_photo{0x30, 0x01};
inline constexpr Command read_appended_addresses{0x30, 0x03};
inline constexpr Command read_management_information{0x30, 0x05};
inline constexpr Command read_with_fingerprints{0x30, 0x10};

/// Rates of a module on a serial line.
enum class Rate : std::uint8_t { baud_115200, baud_57600, baud_38400, baud_19200, baud_9600 };

/// The whole frame of a request.
[[nodiscard]] Bytes encode(const Command& command);

/// The time to wait for the reply, without the time that its octets need on the wire: 3 s for the commands that read
/// the card, 1 s for all others.
[[nodiscard]] std::chrono::milliseconds reply_timeout(const Command& command);

}  // namespace fivestar::samv
