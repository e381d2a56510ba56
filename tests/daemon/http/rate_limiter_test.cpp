// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/rate_limiter.hpp"

#include <chrono>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using daemon::RateLimiter;

TEST(RateLimiter, AllowsABurstOfAMinuteThenOneByOne) {
    RateLimiter rates;
    const SteadyTime begin{1h};
    for (int count = 0; count < 60; ++count) EXPECT_EQ(rates.count("a", 60, begin), std::nullopt);
    EXPECT_EQ(rates.count("a", 60, begin), 1s);
    EXPECT_EQ(rates.count("b", 60, begin), std::nullopt) << "another client has its own allowance";
    EXPECT_EQ(rates.count("a", 60, begin + 1s), std::nullopt);
    EXPECT_EQ(rates.count("a", 60, begin + 1s), 1s);
    EXPECT_EQ(rates.count("a", 60, begin + 1500ms), 1s);
    for (int count = 0; count < 60; ++count) EXPECT_EQ(rates.count("a", 60, begin + 2min), std::nullopt);
    EXPECT_EQ(rates.count("a", 60, begin + 2min), 1s);
}

TEST(RateLimiter, ReturnsTheWaitForALowLimit) {
    RateLimiter rates;
    EXPECT_EQ(rates.count("a", 1, SteadyTime{}), std::nullopt);
    EXPECT_EQ(rates.count("a", 1, SteadyTime{}), 60s);
    EXPECT_EQ(rates.count("a", 1, SteadyTime{} + 59s), 1s);
    EXPECT_EQ(rates.count("a", 1, SteadyTime{} + 60s), std::nullopt);
}

TEST(RateLimiter, LimitsManyClients) {
    RateLimiter rates;
    for (int client = 0; client < 1000; ++client) {
        EXPECT_EQ(rates.count(std::to_string(client), 1, SteadyTime{} + 1ms * client), std::nullopt);
    }
    for (int client = 0; client < 1000; ++client)
        EXPECT_NE(rates.count(std::to_string(client), 1, SteadyTime{} + 2s), std::nullopt);
}

}  // namespace
}  // namespace fivestar::test
