// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/match_budget.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

TEST(MatchBudget, IsBounded) {
    MatchBudget budget;
    for (unsigned count = 0; count < MatchBudget::tries_of_card; ++count) EXPECT_TRUE(budget.take("hotel", "first"));
    EXPECT_FALSE(budget.take("hotel", "first"));
    EXPECT_TRUE(budget.take("other", "first"));
    for (std::size_t card = 0; card < MatchBudget::max_entries - 2; ++card) {
        EXPECT_TRUE(budget.take("hotel", "c" + std::to_string(card)));
    }
    EXPECT_FALSE(budget.take("hotel", "first"));
    EXPECT_TRUE(budget.take("hotel", "one more"));
    EXPECT_TRUE(budget.take("hotel", "first")) << "the oldest is forgotten";
}

}  // namespace
}  // namespace fivestar::daemon
