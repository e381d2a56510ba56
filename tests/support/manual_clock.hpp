// SPDX-License-Identifier: Apache-2.0
// A clock that stands still until a test advances it.
#pragma once

#include "crypto/base/clock.hpp"

namespace fivestar::test {

class ManualClock final : public Clock {
  public:
    explicit ManualClock(WallTime wall = WallTime{}) : wall_(wall) {}

    [[nodiscard]] SteadyTime steady() const override { return steady_; }
    [[nodiscard]] WallTime wall() const override { return wall_; }
    [[nodiscard]] BootTime boot() const override { return BootTime{steady_.time_since_epoch() + suspended_}; }

    void advance(std::chrono::nanoseconds by) {
        steady_ += std::chrono::duration_cast<SteadyTime::duration>(by);
        wall_ += std::chrono::duration_cast<WallTime::duration>(by);
    }

    /// The machine is suspended for this time.
    void suspend(std::chrono::nanoseconds by) {
        suspended_ += by;
        wall_ += std::chrono::duration_cast<WallTime::duration>(by);
    }

  private:
    std::chrono::nanoseconds suspended_ = std::chrono::hours{10};
    SteadyTime steady_ = SteadyTime{std::chrono::hours{1}};
    WallTime wall_;
};

}  // namespace fivestar::test
