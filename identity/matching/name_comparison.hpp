// SPDX-License-Identifier: Apache-2.0
// Comparison of two names that may be one person's, across transliteration, order, division into words, truncation
// and initials. A Chinese name is compared with one in Latin letters by its readings in pinyin, a Cyrillic or Arabic
// one by the tables of Doc 9303-3 (romanisation.hpp). Both can show that two names are the same, but never that they
// differ. Other scripts are compared with themselves only.
#pragma once

#include "identity/matching/comparison.hpp"
#include "identity/record.hpp"

#include <cstddef>
#include <string_view>

namespace fivestar::identity {

inline constexpr std::size_t max_name_size = 512;  ///< octets of a name that is looked at
inline constexpr std::size_t max_name_words = 32;

/// Parses a name as people and programs write it: Chinese characters; or Latin letters, as `PRIMARY, SECONDARY`, as
/// `PRIMARY<<SECONDARY` or undivided. Both at once (`张三 ZHANG SAN`) fill both.
[[nodiscard]] Names written_name(std::string_view text);

/// Returns `same` with the weakest reason needed: none, `transliterated` (Doc 9303-3 §6, or a mark omitted),
/// `other_order`, `other_division` (ANNAMARIA, ANNA MARIA), `truncated` (one is the beginning of the other, as a
/// machine-readable zone cuts it), `abbreviated` (initials, or given names omitted). Otherwise `different`, or
/// `not_comparable` with `no_value`, `different_scripts`, `incomplete` (a family name alone), `unknown_letter` or
/// `too_long`. If both have names in both scripts, both must agree. If one has only Chinese characters and the other
/// only Latin letters: `same` with `transliterated` if some reading of the whole name is written so, else
/// `different_scripts`. The same holds for Cyrillic or Arabic letters against Latin ones. Encoding alone never makes a
/// difference (name_folding.hpp).
[[nodiscard]] Comparison compare_names(const Names& one, const Names& other);
[[nodiscard]] Comparison compare_latin_names(const Names& one, const Names& other);
[[nodiscard]] Comparison compare_chinese_names(const Names& one, const Names& other);

/// True if `compare_names` looks up the readings of one of the names.
[[nodiscard]] bool are_compared_by_pinyin(const Names& one, const Names& other);

}  // namespace fivestar::identity
