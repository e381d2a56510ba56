// SPDX-License-Identifier: Apache-2.0
// Names without the differences that only their encoding makes.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <string_view>
#include <vector>

namespace fivestar::identity {

/// Code points of a name, zeroized when released.
using CodePoints = std::vector<char32_t, ZeroizingAllocator<char32_t>>;

/// Folds a name: ICU's NFKC (canonical and compatibility equivalence: composed letters, full width, Kangxi radicals,
/// presentation forms), after invisible characters (Default_Ignorable_Code_Point) were removed and the private-use
/// pairs of GB 18030 were replaced. Every dot between the parts of a name becomes U+00B7, every apostrophe `'`. Case
/// stays. All memory that ICU is given is ours and zeroized; for a name of more than 512 octets it may allocate its
/// own.
[[nodiscard]] CodePoints folded_name(std::string_view text);

/// True for a folded character that separates words: blanks, hyphens and dashes, fillers, dots, commas and stops.
[[nodiscard]] bool separates_words(char32_t c);

/// True for letters, numbers and marks. All others say nothing of the name: U+FFFD, private use, the signs that mask a
/// character or stand for one that could not be written.
[[nodiscard]] bool is_name_character(char32_t c);

/// True for a mark that belongs to the letter before it.
[[nodiscard]] bool is_mark(char32_t c);

/// True for a letter of the Latin script.
[[nodiscard]] bool is_latin_letter(char32_t c);

/// True for a Chinese character (script Han).
[[nodiscard]] bool is_han(char32_t c);

/// Simple case folding (Unicode CaseFolding.txt, status C and S): one letter stays one letter.
[[nodiscard]] char32_t folded_case(char32_t c);

/// The letter that a composed one has without its last mark; 0 if it is not composed: U+01DA is U+00FC with a caron.
[[nodiscard]] char32_t without_mark(char32_t c);

}  // namespace fivestar::identity
