// SPDX-License-Identifier: Apache-2.0
// Names of people: joins and splits them, detects their script, compares them.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <optional>
#include <string_view>

namespace fivestar::identity {

/// Returns `PRIMARY, SECONDARY`; without the comma if one is empty.
[[nodiscard]] PersonalText join_names(std::string_view primary, std::string_view secondary);

/// The two sides of the first comma, trimmed; without a comma, everything is primary.
struct SplitName {
    std::string_view primary;
    std::string_view secondary;
};
[[nodiscard]] SplitName split_names(std::string_view latin);

/// True if every letter of this UTF-8 text belongs to the Latin script; false for an empty text.
[[nodiscard]] bool is_latin(std::string_view text);

/// True if the UTF-8 text has a Chinese character, in whatever encoding (name_folding.hpp).
[[nodiscard]] bool has_han(std::string_view text);

/// True if the name in a machine-readable zone is that of a `full` name: the same words in any order, regardless of
/// case and punctuation. A truncated zone (Doc 9303-3 §4.6) may omit words or cut them. nullopt if a name is missing,
/// or has a letter outside A to Z, which needs transliteration.
[[nodiscard]] std::optional<bool> same_names(std::string_view zone, std::string_view full, bool truncated);

}  // namespace fivestar::identity
