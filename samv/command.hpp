// SPDX-License-Identifier: Apache-2.0
// What a terminal may ask of a SAM_V module (GA/T 467-2019, terminal interface).
#pragma once

#include "crypto/base/bytes.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fivestar::samv {

struct Command {
    std::uint8_t code;
    std::uint8_t parameter;
    std::optional<std::uint8_t> data = {};

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

/// Serial rates a module can be switched to; the value is the command's parameter.
enum class Rate : std::uint8_t { baud_115200 = 0, baud_57600 = 1, baud_38400 = 2, baud_19200 = 3, baud_9600 = 4 };

/// After the good reply both sides switch; the next command follows no sooner than 5 ms later.
[[nodiscard]] constexpr Command set_rate(Rate rate) {
    return {0x60, static_cast<std::uint8_t>(rate)};
}

/// The most octets in one exchange between module and radio part, 24 to 255; 0x50 and 0x58 are in use.
[[nodiscard]] constexpr Command set_largest_rf_transfer(std::uint8_t octets) {
    return {0x61, 0xFF, octets};
}

/// The whole frame of a request.
[[nodiscard]] Bytes encode(const Command& command);

/// How long a host waits for the reply, without the time that its octets need on the wire: 3 s for the commands that
/// read the card, 1 s for all others.
[[nodiscard]] std::chrono::milliseconds reply_timeout(const Command& command);

/// A command's name for logs, `unknown` for one that is none of the above.
[[nodiscard]] std::string_view name(const Command& command);

}  // namespace fivestar::samv
