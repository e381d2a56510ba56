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

    void advance(std::chrono::nanoseconds by) {
        steady_ += std::chrono::duration_cast<SteadyTime::duration>(by);
        wall_ += std::chrono::duration_cast<WallTime::duration>(by);
    }

  private:
    SteadyTime steady_ = SteadyTime{std::chrono::hours{1}};
    WallTime wall_;
};

}  // namespace fivestar::test
