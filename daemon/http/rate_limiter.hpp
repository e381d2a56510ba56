// How often a client may ask: so many requests a minute, spread as it likes (the generic cell rate algorithm).
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/policy/grants.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <unordered_map>

namespace fivestar::daemon {

class RateLimiter {
  public:
    /// Counts one request. If it is one too many: how long until the next would be let through, in whole seconds, at
    /// least one. `per_minute` is not 0.
    [[nodiscard]] std::optional<std::chrono::seconds> count(const ClientId& client, unsigned per_minute,
                                                            SteadyTime now);

  private:
    void forget_the_quiet(SteadyTime now);

    /// When each client will have paid for all it has asked: with the present time it tells how much of the minute's
    /// allowance is used.
    std::unordered_map<ClientId, SteadyTime> paid_until_;
    std::size_t next_cleaning_ = 64;
};

}  // namespace fivestar::daemon
