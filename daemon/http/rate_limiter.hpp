// SPDX-License-Identifier: Apache-2.0
// A rate limit for each client: a number of requests a minute, in any distribution (generic cell rate algorithm).
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
    /// Counts one request. Returns nothing if it is allowed, else the time until the next one is allowed, in whole
    /// seconds, at least one. `per_minute` is not 0.
    [[nodiscard]] std::optional<std::chrono::seconds> count(const ClientId& client, unsigned per_minute,
                                                            SteadyTime now);

  private:
    void remove_idle_clients(SteadyTime now);

    /// The theoretical arrival time of each client: its distance from now is the used part of the allowance.
    std::unordered_map<ClientId, SteadyTime> arrival_times_;
    std::size_t next_cleaning_ = 64;
};

}  // namespace fivestar::daemon
