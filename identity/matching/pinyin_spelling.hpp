// SPDX-License-Identifier: Apache-2.0
// The ways in which Hanyu pinyin writes ü in A to Z. GB/T 28039-2011 has YU for passports; LU and LV are older and
// typed, LUU is seen; Doc 9303-3 §6 has LU, LUE and LUXX.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <cstdint>
#include <string_view>

namespace fivestar::identity {

/// The reading of UE behind L or N at the end of a word: ü, or the final üe.
enum class UmlautE : std::uint8_t { umlaut, letter };

/// Returns a word in A to Z with V, YU, UU (and UE at its end, if it is read as ü) behind L or N written U, and VE and
/// YUE written UE. A word that is no sequence of pinyin syllables is returned as it is: MANUEL has no ü.
[[nodiscard]] PersonalText pinyin_spelling(std::string_view word, UmlautE reading);

}  // namespace fivestar::identity
