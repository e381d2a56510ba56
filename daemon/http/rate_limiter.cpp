#include "daemon/http/rate_limiter.hpp"

#include <algorithm>

namespace fivestar::daemon {
namespace {

constexpr std::chrono::nanoseconds window = std::chrono::minutes{1};

}  // namespace

std::optional<std::chrono::seconds> RateLimiter::count(const ClientId& client, unsigned per_minute, SteadyTime now) {
    if (paid_until_.size() >= next_cleaning_) forget_the_quiet(now);
    SteadyTime& paid_until = paid_until_.try_emplace(client, now).first->second;
    const SteadyTime then = std::max(paid_until, now) + window / per_minute;
    if (then - now > window) return std::chrono::ceil<std::chrono::seconds>(then - now - window);
    paid_until = then;
    return std::nullopt;
}

void RateLimiter::forget_the_quiet(SteadyTime now) {
    std::erase_if(paid_until_, [&](const auto& entry) { return entry.second <= now; });
    next_cleaning_ = std::max<std::size_t>(64, paid_until_.size() * 2);
}

}  // namespace fivestar::daemon
