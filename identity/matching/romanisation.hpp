// SPDX-License-Identifier: Apache-2.0
// Names in Cyrillic and Arabic letters as a machine-readable zone writes them: ICAO Doc 9303-3 (8th edition) section 6,
// tables B and C.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fivestar::identity {

/// Table C, or table B with the exceptions of one language. A name is written in one of them throughout.
enum class Romanisation : std::uint8_t {
    arabic,
    cyrillic,  ///< without exceptions
    belarusian,
    ukrainian,
    serbian,
    serbian_with_g,  ///< the table has H for the Г of Serbian, whose documents have G
    macedonian,
    bulgarian,
    bulgarian_law,  ///< of the Transliteration Act of 2009 (State Gazette 19), which Bulgarian documents follow
};
inline constexpr std::array all_romanisations{
    Romanisation::arabic,     Romanisation::cyrillic,  Romanisation::belarusian,
    Romanisation::ukrainian,  Romanisation::serbian,   Romanisation::serbian_with_g,
    Romanisation::macedonian, Romanisation::bulgarian, Romanisation::bulgarian_law};

/// Returns a folded word (name_folding.hpp) in small letters as A to Z. nullopt if one of its letters is in no table.
[[nodiscard]] std::optional<PersonalText> romanised(std::string_view word, Romanisation rules);

}  // namespace fivestar::identity
