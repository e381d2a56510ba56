// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/rate_limiter.hpp"

#include <algorithm>

namespace fivestar::daemon {
namespace {

constexpr std::chrono::nanoseconds window = std::chrono::minutes{1};

}  // namespace

std::optional<std::chrono::seconds> RateLimiter::count(const ClientId& client, unsigned per_minute, SteadyTime now) {
    if (arrival_times_.size() >= next_cleaning_) remove_idle_clients(now);
    SteadyTime& arrival_time = arrival_times_.try_emplace(client, now).first->second;
    const SteadyTime then = std::max(arrival_time, now) + window / per_minute;
    if (then - now > window) return std::chrono::ceil<std::chrono::seconds>(then - now - window);
    arrival_time = then;
    return std::nullopt;
}

void RateLimiter::remove_idle_clients(SteadyTime now) {
    std::erase_if(arrival_times_, [&](const auto& entry) { return entry.second <= now; });
    next_cleaning_ = std::max<std::size_t>(64, arrival_times_.size() * 2);
}

}  // namespace fivestar::daemon
