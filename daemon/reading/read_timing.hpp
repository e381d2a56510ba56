// SPDX-License-Identifier: Apache-2.0
// The time that a read took.
#pragma once

#include "apdu/trace.hpp"
#include "crypto/base/clock.hpp"
#include "daemon/reading/read_outcome.hpp"

#include <chrono>

namespace fivestar::daemon {

[[nodiscard]] inline ReadTiming timing_of(const apdu::TraceTotals& totals, SteadyTime since, SteadyTime until) {
    const std::chrono::duration<double, std::milli> total = until - since;
    const std::chrono::duration<double, std::milli> card = totals.card_time;
    return {total.count(), card.count(), totals.exchanges, totals.octets_sent + totals.octets_received};
}

}  // namespace fivestar::daemon
