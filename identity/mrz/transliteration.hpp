// SPDX-License-Identifier: Apache-2.0
// Latin letters as a machine-readable zone writes them: ICAO Doc 9303-3 (8th edition) section 6, table A.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fivestar::identity {

/// The table lets issuers choose for some letters; a name is written in one style throughout.
enum class Spelling : std::uint8_t {
    plain,        ///< the letter without its mark, as bookings have it: Ü as U
    recommended,  ///< Ü as UE, Å as AA
    doubled_x,    ///< Ü as UXX, Ñ as NXX
};
inline constexpr std::size_t spelling_count = 3;
inline constexpr std::array all_spellings{Spelling::plain, Spelling::recommended, Spelling::doubled_x};

/// The letters A to Z that stand for one Latin letter of either case; empty for what is no such letter. The text lives
/// as long as the program.
[[nodiscard]] std::string_view transliterated(char32_t letter, Spelling spelling);

}  // namespace fivestar::identity
