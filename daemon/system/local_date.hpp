// SPDX-License-Identifier: Apache-2.0
// The calendar day in the configured time zone: what "today" means for validity and age.
#pragma once

#include "crypto/base/clock.hpp"

#include <chrono>
#include <string>

namespace fivestar::daemon {

/// Makes `zone`, a name below /usr/share/zoneinfo, the zone of this process; empty keeps the system's. To be called
/// before other threads exist, since it changes the environment (docs/decisions/0001).
void set_time_zone(const std::string& zone);

/// The day of this instant in the zone of the process. From any thread.
[[nodiscard]] std::chrono::year_month_day local_date(WallTime instant);

}  // namespace fivestar::daemon
