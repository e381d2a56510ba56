// SPDX-License-Identifier: Apache-2.0
// The calendar day in the configured time zone, by which validity and age are decided.
#pragma once

#include "crypto/base/clock.hpp"

#include <chrono>
#include <string>

namespace fivestar::daemon {

/// Sets the time zone of this process to `zone`, a name below /usr/share/zoneinfo; an empty name keeps the system's.
/// Must be called before other threads exist, because it changes the environment (docs/decisions/0001).
void set_time_zone(const std::string& zone);

/// Returns the day of `instant` in the zone of the process. Any thread.
[[nodiscard]] std::chrono::year_month_day local_date(WallTime instant);

}  // namespace fivestar::daemon
