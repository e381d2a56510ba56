// SPDX-License-Identifier: Apache-2.0
// What is remembered about a source between two runs, in a small TOML file.
#pragma once

#include "crypto/base/clock.hpp"
#include "trust_update/download.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace fivestar::trust_update {

struct SourceState {
    std::string url = {};          ///< for which all of this holds
    Validators validators = {};    ///< of the list that is there
    std::string list_digest = {};  ///< SHA-256 of that list, in hexadecimal
    std::optional<WallTime> attempted_at = {};
    std::optional<WallTime> succeeded_at = {};
    std::optional<WallTime> failed_at = {};
    std::string failure = {};  ///< code of the last failure
    unsigned failures = 0;     ///< in a row
    std::optional<WallTime> next_attempt = {};
};

/// Reads what `to_text` wrote. A text with any fault is an empty state: the list is fetched again.
[[nodiscard]] SourceState parse_source_state(std::string_view text);

[[nodiscard]] std::string to_text(const SourceState& state);

}  // namespace fivestar::trust_update
