// SPDX-License-Identifier: Apache-2.0
#include "daemon/reading/step_ledger.hpp"

#include <algorithm>
#include <chrono>

namespace fivestar::daemon {

SteadyTime StepLedger::begin(std::string_view name) {
    running_ = name;
    last_sw_ = 0;
    octets(0, 0);
    return clock_.steady();
}

void StepLedger::end(std::string_view name, SteadyTime since, Outcome outcome, std::uint16_t sw) {
    const std::chrono::duration<double, std::milli> took = clock_.steady() - since;
    steps_.push_back({name, outcome, sw != 0 ? sw : last_sw_, took.count()});
}

void StepLedger::skip(std::string_view name) {
    steps_.push_back({name, Outcome::not_performed, 0, 0});
}

void StepLedger::octets(std::uint64_t done, std::uint64_t total) {
    const std::size_t index = steps_.size() + 1;
    observer_.progress({running_, static_cast<std::uint32_t>(index),
                        static_cast<std::uint32_t>(std::max(index, expected_)), done, total});
}

}  // namespace fivestar::daemon
