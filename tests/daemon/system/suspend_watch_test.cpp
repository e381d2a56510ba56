// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/suspend_watch.hpp"

#include "tests/support/manual_clock.hpp"

#include <vector>

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST(SuspendWatch, TellsOnceHowLongTheMachineWasSuspended) {
    test::ManualClock clock;
    boost::asio::io_context context{1};
    std::vector<std::chrono::nanoseconds> told;
    SuspendWatch watch{context.get_executor(), clock, [&](auto suspended) { told.push_back(suspended); }};
    clock.advance(24h);
    watch.check();
    EXPECT_THAT(told, ElementsAre());
    clock.suspend(8h);
    watch.check();
    watch.check();
    EXPECT_THAT(told, ElementsAre(8h));
    EXPECT_EQ(context.poll(), 0U) << "the timer does not run, and wakes no idle daemon";
    EXPECT_FALSE(context.stopped()) << "but it is waited for";
}

}  // namespace
}  // namespace fivestar::daemon
