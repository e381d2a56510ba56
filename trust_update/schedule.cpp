// SPDX-License-Identifier: Apache-2.0
#include "trust_update/schedule.hpp"

#include <algorithm>

namespace fivestar::trust_update {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr hours first_pause{1};
constexpr unsigned most_doublings = 10;
constexpr hours longest_pause_asked_for{24};  // by Retry-After

seconds part_of(seconds whole, double part) {
    return std::chrono::duration_cast<seconds>(std::chrono::duration<double>{whole} * part);
}

}  // namespace

bool is_due(const SourceState& state, hours interval, WallTime now) {
    if (!state.next_attempt) return true;
    return now >= *state.next_attempt || *state.next_attempt > now + 2 * interval + longest_pause_asked_for;
}

WallTime after_success(WallTime now, hours interval, double chance) {
    return now + part_of(interval, 0.9 + 0.2 * chance);
}

WallTime after_failure(WallTime now, hours interval, unsigned failures, seconds retry_after, double chance) {
    const unsigned doublings = std::min(std::max(failures, 1U) - 1, most_doublings);
    const hours pause = std::min(interval, first_pause * (1 << doublings));
    return now + std::max(part_of(pause, 0.5 + 0.5 * chance), retry_after);
}

}  // namespace fivestar::trust_update
