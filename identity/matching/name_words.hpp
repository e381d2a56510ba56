// SPDX-License-Identifier: Apache-2.0
// A name of letters as words, each in every spelling that a machine-readable zone may have.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "identity/mrz/transliteration.hpp"
#include "identity/record.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace fivestar::identity {

/// One for each of `all_spellings`, and the two of a word in Hanyu pinyin (pinyin_spelling.hpp).
inline constexpr std::size_t form_count = spelling_count + 2;

struct NameWord {
    /// Letters A to Z; of another script, its letters in lower case. The last two equal the first unless the word is
    /// pinyin with an ü.
    std::array<PersonalText, form_count> forms = {};
    bool plain = true;  ///< written in A to Z

    [[nodiscard]] std::string_view in(Spelling spelling) const {
        return forms.at(static_cast<std::size_t>(spelling)).view();
    }
};

enum class NameFault : std::uint8_t {
    none,
    unknown_letter,  ///< a digit or sign, or a Latin letter in no table
    too_long,
};

struct NameWords {
    std::vector<NameWord> primary = {};
    std::vector<NameWord> secondary = {};
    bool truncated = false;
    bool has_other_script = false;  ///< a letter that is not Latin
    NameFault fault = NameFault::none;

    [[nodiscard]] std::size_t size() const { return primary.size() + secondary.size(); }
    [[nodiscard]] bool empty() const { return size() == 0; }
};

/// Uses the parts of `names`, or else the two sides of the comma of its `latin`. Blanks, hyphens, fillers and dots
/// separate words; apostrophes do not.
[[nodiscard]] NameWords latin_words(const Names& names);

}  // namespace fivestar::identity
