// SPDX-License-Identifier: Apache-2.0
// `Clock` makes time injectable: deadlines use the steady clock, dates and instants the system clock, and the boot
// clock bounds how long personal data are kept.
#pragma once

#include <chrono>
#include <ctime>

namespace fivestar {

using SteadyTime = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

/// CLOCK_BOOTTIME: like the steady clock, but it also counts the time in which the machine is suspended.
struct BootClock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<BootClock>;
    static constexpr bool is_steady = true;

    [[nodiscard]] static time_point now() {
        timespec now{};
        ::clock_gettime(CLOCK_BOOTTIME, &now);
        return time_point{std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec}};
    }
};
using BootTime = BootClock::time_point;

class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    [[nodiscard]] virtual SteadyTime steady() const = 0;
    [[nodiscard]] virtual WallTime wall() const = 0;
    [[nodiscard]] virtual BootTime boot() const = 0;
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
    [[nodiscard]] WallTime wall() const override { return std::chrono::system_clock::now(); }
    [[nodiscard]] BootTime boot() const override { return BootClock::now(); }
};

}  // namespace fivestar
