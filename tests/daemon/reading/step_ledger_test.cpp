// SPDX-License-Identifier: Apache-2.0
// The steps of a read, announced and written down.
#include "daemon/reading/step_ledger.hpp"

#include "tests/daemon/reading/simulated_card.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

TEST(Progress, GoesForwardAndArrives) {
    for (const char* persona :
         {"five-star-2023", "passport", "passport-pace-only", "passport-plain", "passport-contact"}) {
        SimulatedCard card{persona};
        const auto outcome = card.read();
        ASSERT_EQ(summary(outcome), "genuine");
        const auto& heard = card.observer.heard;
        ASSERT_FALSE(heard.empty());
        EXPECT_TRUE(std::ranges::is_sorted(heard, {}, &RecordingObserver::Heard::index)) << persona;
        for (const auto& progress : heard) EXPECT_LE(progress.index, progress.of) << persona << ' ' << progress.step;
        EXPECT_EQ(heard.front().index, 1U);
        EXPECT_EQ(heard.back().index, heard.back().of) << persona;
        EXPECT_EQ(heard.back().step, "verify");
        EXPECT_EQ(outcome->steps.size(), heard.back().of) << persona;
    }
}

TEST(Ledger, HasEveryStepWithItsStatusWord) {
    SimulatedCard card{"five-star-2023"};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    for (const daemon::StepReport& step : outcome->steps) {
        EXPECT_EQ(step.outcome, Outcome::passed) << step.name;
        if (step.name == "verify") continue;
        if (step.name == "read_card_access") {
            EXPECT_EQ(step.sw, 0x6A82);
            continue;
        }
        EXPECT_EQ(step.sw, 0x9000) << step.name;
    }
    EXPECT_EQ(outcome->timing.exchanges, card.commands());
}

}  // namespace
}  // namespace fivestar::test
