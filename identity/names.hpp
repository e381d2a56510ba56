// SPDX-License-Identifier: Apache-2.0
// Names of people: joining, telling scripts apart, comparing.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <optional>
#include <string_view>

namespace fivestar::identity {

/// `PRIMARY, SECONDARY`, or what there is of it.
[[nodiscard]] PersonalText join_names(std::string_view primary, std::string_view secondary);

/// The two sides of the first comma, trimmed; without a comma all is primary.
struct SplitName {
    std::string_view primary;
    std::string_view secondary;
};
[[nodiscard]] SplitName split_names(std::string_view latin);

/// True if every letter of this UTF-8 text belongs to the Latin script; false for an empty text.
[[nodiscard]] bool is_latin(std::string_view text);

/// True if the UTF-8 text has a Chinese character.
[[nodiscard]] bool has_han(std::string_view text);

/// True if a machine-readable zone's name is that of a `full` name: the same words in any order, case and punctuation
/// aside. A truncated zone (Doc 9303-3 section 4.6) may leave words out and keep only the beginnings of others. nullopt
/// when a letter outside A to Z leaves that to transliteration, or a name is missing.
[[nodiscard]] std::optional<bool> same_names(std::string_view zone, std::string_view full, bool truncated);

}  // namespace fivestar::identity
