// SPDX-License-Identifier: Apache-2.0
#include "trust_update/schedule.hpp"

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using trust_update::after_failure;
using trust_update::after_success;
using trust_update::is_due;

constexpr WallTime now{1'800'000'000s};

TEST(TrustUpdateSchedule, SpreadsAttemptsAfterASuccess) {
    EXPECT_EQ(after_success(now, 10h, 0), now + 9h);
    EXPECT_EQ(after_success(now, 10h, 0.5), now + 10h);
    EXPECT_EQ(after_success(now, 10h, 1), now + 11h);
}

TEST(TrustUpdateSchedule, BacksOffAfterFailures) {
    EXPECT_EQ(after_failure(now, 24h, 1, 0s, 1), now + 1h);
    EXPECT_EQ(after_failure(now, 24h, 1, 0s, 0), now + 30min);
    EXPECT_EQ(after_failure(now, 24h, 2, 0s, 1), now + 2h);
    EXPECT_EQ(after_failure(now, 24h, 5, 0s, 1), now + 16h);
    EXPECT_EQ(after_failure(now, 24h, 6, 0s, 1), now + 24h);
    EXPECT_EQ(after_failure(now, 24h, 1'000'000, 0s, 1), now + 24h);
    EXPECT_EQ(after_failure(now, 24h, 1, 3h, 1), now + 3h) << "Retry-After";
}

TEST(TrustUpdateSchedule, IgnoresATimeThatOnlyAWrongClockCanHaveSet) {
    EXPECT_TRUE(is_due({}, 24h, now));
    EXPECT_TRUE(is_due({.next_attempt = now}, 24h, now));
    EXPECT_FALSE(is_due({.next_attempt = now + 1s}, 24h, now));
    EXPECT_FALSE(is_due({.next_attempt = now + 26h}, 24h, now));
    EXPECT_TRUE(is_due({.next_attempt = now + 1000h}, 24h, now));
}

}  // namespace
}  // namespace fivestar::test
