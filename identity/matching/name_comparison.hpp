// SPDX-License-Identifier: Apache-2.0
// Comparison of two names that may be one person's, across transliteration, order, division into words, truncation
// and initials.
// Names in different scripts are not comparable: nothing here guesses a pronunciation.
#pragma once

#include "identity/matching/comparison.hpp"
#include "identity/record.hpp"

#include <cstddef>
#include <string_view>

namespace fivestar::identity {

inline constexpr std::size_t max_name_size = 512;  ///< octets of a name that is looked at
inline constexpr std::size_t max_name_words = 32;

/// A name as a person or a program writes it: Chinese characters; or Latin letters, as `PRIMARY, SECONDARY`, as
/// `PRIMARY<<SECONDARY` or without telling the two apart. Both at once (`张三 ZHANG SAN`) fill both.
[[nodiscard]] Names written_name(std::string_view text);

/// `same` with the weakest thing it took: none, `transliterated` (Doc 9303-3 section 6, or a mark left out),
/// `other_order`, `other_division` (ANNAMARIA, ANNA MARIA), `truncated` (one is the beginning of the other, as a
/// machine-readable zone cuts it), `abbreviated` (given names as initials, or some of them left out).
/// `different`. `not_comparable`: `no_value`, `different_scripts`, `incomplete` (a family name alone),
/// `unknown_letter`, `too_long`. Where both have names in both scripts, both must agree.
[[nodiscard]] Comparison compare_names(const Names& one, const Names& other);
[[nodiscard]] Comparison compare_latin_names(const Names& one, const Names& other);
[[nodiscard]] Comparison compare_chinese_names(const Names& one, const Names& other);

}  // namespace fivestar::identity
