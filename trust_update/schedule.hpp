// SPDX-License-Identifier: Apache-2.0
// The times of attempts. A fleet's terminals spread theirs, and try a source that fails less and less often.
#pragma once

#include "crypto/base/clock.hpp"
#include "trust_update/source_state.hpp"

#include <chrono>

namespace fivestar::trust_update {

/// True if a source should be tried now. A time later than any that this program sets is ignored: the clock was wrong.
[[nodiscard]] bool is_due(const SourceState& state, std::chrono::hours interval, WallTime now);

/// Returns the time of the attempt after a success: `interval` later, give or take a tenth. `chance` is from 0 to 1.
[[nodiscard]] WallTime after_success(WallTime now, std::chrono::hours interval, double chance);

/// Returns the time of the attempt after so many failures in a row: up to one hour later, two, four, …, at most
/// `interval`, at least half of that; and not before `retry_after` has passed.
[[nodiscard]] WallTime after_failure(WallTime now, std::chrono::hours interval, unsigned failures,
                                     std::chrono::seconds retry_after, double chance);

}  // namespace fivestar::trust_update
