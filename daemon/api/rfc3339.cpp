// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/rfc3339.hpp"

#include <chrono>

#include <fmt/format.h>

namespace fivestar::daemon {

std::string rfc3339(WallTime instant) {
    const auto second = std::chrono::floor<std::chrono::seconds>(instant);
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{second - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

}  // namespace fivestar::daemon
