// SPDX-License-Identifier: Apache-2.0
// A Latin name as words, each in every spelling that a machine-readable zone may have.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "identity/mrz/transliteration.hpp"
#include "identity/record.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace fivestar::identity {

struct NameWord {
    std::array<PersonalText, spelling_count> spellings = {};  ///< letters A to Z, in the order of `all_spellings`
    bool plain = true;                                        ///< written in those letters

    [[nodiscard]] std::string_view in(Spelling spelling) const {
        return spellings.at(static_cast<std::size_t>(spelling)).view();
    }
};

enum class NameFault : std::uint8_t {
    none,
    unknown_letter,  ///< Latin, or a digit or sign, but in no table
    other_script,
    too_long,
};

struct NameWords {
    std::vector<NameWord> primary = {};
    std::vector<NameWord> secondary = {};
    bool truncated = false;
    NameFault fault = NameFault::none;

    [[nodiscard]] std::size_t size() const { return primary.size() + secondary.size(); }
    [[nodiscard]] bool empty() const { return size() == 0; }
};

/// Uses the parts of `names`, or else the two sides of the comma of its `latin`. Blanks, hyphens, fillers and points
/// separate words; apostrophes do not.
[[nodiscard]] NameWords latin_words(const Names& names);

}  // namespace fivestar::identity
