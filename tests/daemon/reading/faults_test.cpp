// SPDX-License-Identifier: Apache-2.0
// One broken answer at every place of a read: nothing crashes, hangs or is believed that should not be, and the card
// reads well right afterwards.
#include "sim/chip/quirks.hpp"
#include "tests/daemon/reading/simulated_card.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <algorithm>
#include <tuple>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using identity::CheckName;
using identity::Verdict;

/// The whole read is bounded; beyond this the loop over the places would be running away.
constexpr std::uint32_t last_place = 400;

class EveryFault : public testing::TestWithParam<std::tuple<std::string, std::string_view>> {
  protected:
    void expect_honest(const Result<daemon::ReadOutcome>& outcome, std::uint32_t place) const {
        if (!outcome) {
            EXPECT_FALSE(outcome.error().step.empty()) << place;
            return;
        }
        // A fault of the line is no forgery, but where it hits the chip's proof nobody can tell it from one.
        if (outcome->verdict == Verdict::not_genuine) {
            EXPECT_EQ(outcome->verification[CheckName::chip_authenticity].reason, Reason::chip_authentication_failed)
                << place;
        }
        if (outcome->verdict != Verdict::genuine) return;
        // Believed: then what is shown is what the issuer signed.
        const auto& compared = outcome->verification[CheckName::data_group_hashes].data_groups;
        EXPECT_TRUE(std::ranges::binary_search(compared, 1)) << place;
        EXPECT_EQ(outcome->record.document.number->view(), number_) << place;
        EXPECT_EQ(outcome->record.holder.personal_number.has_value(), personal_number_) << place;
        EXPECT_TRUE(std::ranges::binary_search(compared, 2)) << place;
        ASSERT_TRUE(outcome->record.portrait.has_value()) << place;
        EXPECT_EQ(copy(outcome->record.portrait->octets), persona_.portrait.image) << place;
    }

    const sim::Persona& persona_ = test_persona(std::get<0>(GetParam()));
    const sim::Document document_ = sim::issue_document(persona_, test_pki()).value();
    std::string number_ = {};
    bool personal_number_ = false;
};

TEST_P(EveryFault, IsSurvivedAtEveryPlace) {
    const auto& [persona, fault] = GetParam();
    {
        SimulatedCard sound{persona, document_};
        const auto outcome = sound.read();
        ASSERT_EQ(summary(outcome), "genuine");
        number_ = outcome->record.document.number->view();
        personal_number_ = outcome->record.holder.personal_number.has_value();
    }
    for (std::uint32_t place = 1;; ++place) {
        ASSERT_LE(place, last_place);
        const std::string quirk = std::string{fault} + '@' + std::to_string(place);
        SimulatedCard card{persona, document_, sim::parse_quirk(quirk).value()};
        const auto outcome = card.read();
        const std::size_t commands = card.commands();
        EXPECT_LE(commands, exchange_bound) << place;
        expect_honest(outcome, place);
        if (commands < place) break;
        EXPECT_EQ(summary(card.read()), "genuine") << place;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Chips, EveryFault,
    testing::Combine(testing::Values("five-star-2023", "identity-card", "passport", "passport-contact",
                                     "passport-pace-only", "passport-plain", "taiwan-compatriot"),
                     testing::Values("no-octets", "one-octet", "status-only", "naked-data", "naked-6700",
                                     "without-do99", "without-do8e", "wrong-mac", "empty-do99", "short-do99",
                                     "long-do99", "endless-response", "removed", "half-frame", "silent")),
    [](const auto& card) { return test_name(std::get<0>(card.param)) + "_" + test_name(std::get<1>(card.param)); });

}  // namespace
}  // namespace fivestar::test
