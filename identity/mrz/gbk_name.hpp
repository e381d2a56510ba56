// SPDX-License-Identifier: Apache-2.0
// Chinese names in machine-readable zones of China: each octet of GBK as two letters, A for 0 to P for 15, so that a
// character has four. 证件 is NGKELMPO.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace fivestar::identity {

inline constexpr std::size_t letters_of_a_character = 4;

/// Decodes a field of whole groups of four letters, padded with fillers. A 0 or a filler inside a name stands for the
/// letter O, for which printers and scanners mistake it. nullopt for an empty field, and for one with another character
/// or a pair of octets that is no character of GBK: characters are never guessed.
[[nodiscard]] std::optional<PersonalText> gbk_name(std::string_view letters);

/// The value of one letter, A for 0 to P for 15; nullopt for another character.
[[nodiscard]] std::optional<unsigned> gbk_letter_value(char letter);

}  // namespace fivestar::identity
