// SPDX-License-Identifier: Apache-2.0
// Notices that the machine was suspended, by comparing the boot clock, which goes on meanwhile, with the steady clock.
#pragma once

#include "crypto/base/clock.hpp"

#include <chrono>

namespace fivestar {

class SuspensionMeter {
  public:
    /// `clock` must outlive the meter.
    explicit SuspensionMeter(const Clock& clock) : clock_{clock}, counted_{suspended()} {}

    /// Returns how long the machine was suspended since this last returned a time, or since the start; 0 for less than
    /// half a second. Nobody exchanges a card that fast, and a busy machine may take the two clocks' times apart.
    [[nodiscard]] std::chrono::nanoseconds take() {
        const auto more = suspended() - counted_;
        if (more < shortest) return {};
        counted_ += more;
        return more;
    }

  private:
    static constexpr std::chrono::milliseconds shortest{500};

    /// Since boot, which is the epoch of both clocks.
    [[nodiscard]] std::chrono::nanoseconds suspended() const {
        const BootTime boot = clock_.boot();
        return boot.time_since_epoch() - clock_.steady().time_since_epoch();
    }

    const Clock& clock_;
    std::chrono::nanoseconds counted_;
};

}  // namespace fivestar
