// SPDX-License-Identifier: Apache-2.0
// The status word SW1-SW2 of a response (ISO/IEC 7816-4 §5.6). It is data, not a failure: the sender of the command
// gives it its meaning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace fivestar::apdu {

struct StatusWord {
    std::uint16_t value = 0;

    [[nodiscard]] constexpr std::uint8_t sw1() const { return static_cast<std::uint8_t>(value >> 8); }
    [[nodiscard]] constexpr std::uint8_t sw2() const { return static_cast<std::uint8_t>(value); }

    /// 9000.
    [[nodiscard]] constexpr bool success() const { return value == 0x9000; }
    /// 62xx and 63xx.
    [[nodiscard]] constexpr bool warning() const { return sw1() == 0x62 || sw1() == 0x63; }
    /// 61xx: how many octets GET RESPONSE may fetch, 1 to 256.
    [[nodiscard]] constexpr std::optional<std::uint32_t> more_available() const { return counted(0x61); }
    /// 6Cxx: the exact Le the card wants, 1 to 256.
    [[nodiscard]] constexpr std::optional<std::uint32_t> exact_le() const { return counted(0x6C); }
    /// 63Cx: tries left, 0 to 15.
    [[nodiscard]] constexpr std::optional<std::uint32_t> tries_left() const {
        if (sw1() != 0x63 || (sw2() & 0xF0) != 0xC0) return std::nullopt;
        return sw2() & 0x0FU;
    }

    friend constexpr bool operator==(StatusWord, StatusWord) = default;

  private:
    [[nodiscard]] constexpr std::optional<std::uint32_t> counted(std::uint8_t first) const {
        if (sw1() != first) return std::nullopt;
        return sw2() == 0 ? 256U : sw2();
    }
};

/// Status words by the names of ISO/IEC 7816-4, table 6.
namespace sw {
/// 6Cxx with the exact Le, 1 to 256.
[[nodiscard]] constexpr StatusWord exact_le(std::size_t le) {
    return {static_cast<std::uint16_t>(0x6C00U | (le & 0xFFU))};
}
inline constexpr StatusWord success{0x9000};
inline constexpr StatusWord end_of_file{0x6282};
inline constexpr StatusWord authentication_failed{0x6300};
inline constexpr StatusWord wrong_length{0x6700};
inline constexpr StatusWord secure_messaging_not_supported{0x6882};
inline constexpr StatusWord security_status_not_satisfied{0x6982};
inline constexpr StatusWord conditions_not_satisfied{0x6985};
inline constexpr StatusWord no_current_ef{0x6986};
inline constexpr StatusWord sm_objects_missing{0x6987};
inline constexpr StatusWord sm_objects_incorrect{0x6988};
inline constexpr StatusWord incorrect_data{0x6A80};
inline constexpr StatusWord function_not_supported{0x6A81};
inline constexpr StatusWord file_not_found{0x6A82};
inline constexpr StatusWord incorrect_p1_p2{0x6A86};
inline constexpr StatusWord reference_not_found{0x6A88};
inline constexpr StatusWord wrong_offset{0x6B00};
inline constexpr StatusWord ins_not_supported{0x6D00};
inline constexpr StatusWord cla_not_supported{0x6E00};
}  // namespace sw

}  // namespace fivestar::apdu
