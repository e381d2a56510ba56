// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/suspension.hpp"

#include "tests/support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace fivestar {
namespace {

using namespace std::chrono_literals;

TEST(SuspensionMeter, TellsHowLongTheMachineWasSuspendedOnce) {
    test::ManualClock clock;
    SuspensionMeter meter{clock};
    EXPECT_EQ(meter.take(), 0ns);
    clock.advance(24h);
    EXPECT_EQ(meter.take(), 0ns) << "a day awake";
    clock.suspend(27s);
    clock.advance(3s);
    EXPECT_EQ(meter.take(), 27s);
    EXPECT_EQ(meter.take(), 0ns);
    clock.suspend(1s);
    clock.suspend(2s);
    EXPECT_EQ(meter.take(), 3s);
}

TEST(SuspensionMeter, IgnoresTheTimeBetweenTwoReadings) {
    test::ManualClock clock;
    SuspensionMeter meter{clock};
    clock.suspend(499ms);
    EXPECT_EQ(meter.take(), 0ns);
    clock.suspend(-499ms);
    EXPECT_EQ(meter.take(), 0ns);
    clock.suspend(500ms);
    EXPECT_EQ(meter.take(), 500ms);
}

// clock_gettime(2): both clocks start at boot, and CLOCK_BOOTTIME is never behind.
TEST(BootClock, IsNotBehindTheSteadyClock) {
    const SystemClock clock;
    const auto steady = clock.steady().time_since_epoch();
    const auto boot = clock.boot().time_since_epoch();
    EXPECT_GE(boot, steady);
    EXPECT_GE(clock.boot().time_since_epoch(), boot);
}

}  // namespace
}  // namespace fivestar
