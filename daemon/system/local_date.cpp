// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/local_date.hpp"

#include <cstdlib>
#include <ctime>

namespace fivestar::daemon {

void set_time_zone(const std::string& zone) {
    if (!zone.empty()) ::setenv("TZ", (":" + zone).c_str(), 1);
    ::tzset();
}

std::chrono::year_month_day local_date(WallTime instant) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(instant);
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    return std::chrono::year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday;
}

}  // namespace fivestar::daemon
