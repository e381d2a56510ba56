// SPDX-License-Identifier: Apache-2.0
// Every way into a chip, and what is said of a wrong password. The rules are those of docs/API.md; the protocols ICAO
// Doc 9303-11's.
#include "daemon/reading/chip_access.hpp"

#include "crypto/asn1/security_infos.hpp"
#include "tests/daemon/reading/can_order.hpp"
#include "tests/daemon/reading/simulated_card.hpp"

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using enum identity::CheckName;

TEST(PassportWithPace, IsOpenedByItsMrz) {
    SimulatedCard card{"passport"};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[access].method, "pace-mrz");
    EXPECT_TRUE(outcome->verification[access].findings.empty());
    EXPECT_EQ(outcome->verification[chip_authenticity].method, "chip");
    EXPECT_EQ(outcome->verification[chip_authenticity].outcome, Outcome::passed);
    EXPECT_LE(card.commands(), exchange_bound);
}

TEST(PassportWithPace, IsOpenedByItsCan) {
    SimulatedCard card{"passport"};
    const auto outcome = card.read(can_order(test_persona("passport").can), full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[access].method, "pace-can");
}

/// PACEInfo without parameterId and PACEDomainParameterInfo (Doc 9303-11 §9.2.1, §9.2.2) in place of a number.
TEST(PassportWithPace, IsOpenedOnParametersThatAreSpeltOut) {
    sim::Persona persona = test_persona("passport");
    persona.pace_parameters = sim::ParameterStyle::explicit_parameters;
    const auto document = sim::issue_document(persona, test_pki()).value();
    const auto infos = crypto::SecurityInfos::parse(document.card_access).value();
    ASSERT_FALSE(infos.pace.empty());
    for (const auto& info : infos.pace) EXPECT_FALSE(info.parameter_id.has_value());
    SimulatedCard card{"passport", document};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[access].method, "pace-mrz");
    EXPECT_TRUE(outcome->verification[access].findings.empty());
}

/// The answer to the first GENERAL AUTHENTICATE is empty.
sim::Quirks breaks_pace() {
    return sim::parse_quirk("status-only@3").value();
}

std::vector<Outcome> access_steps(const std::vector<daemon::StepReport>& steps) {
    std::vector<Outcome> outcomes;
    for (const auto& step : steps) {
        if (step.name == "access") outcomes.push_back(step.outcome);
    }
    return outcomes;
}

TEST(FailedPace, EndsTheReadUnlessConfiguredOtherwise) {
    SimulatedCard card{"passport", breaks_pace()};
    EXPECT_EQ(summary(card.read()), "malformed@pace_nonce");
    EXPECT_EQ(card.commands(), 3U);
}

TEST(FailedPace, IsReportedWhereBacStandsIn) {
    SimulatedCard card{"passport", breaks_pace()};
    daemon::ReadEnvironment environment = full_trust();
    environment.pace_fallback_to_bac = true;
    const auto outcome = card.read(order_for(test_persona("passport")), environment);
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[access].method, "bac");
    EXPECT_EQ(outcome->verification[access].findings, std::vector<identity::ReasonCode>{Reason::pace_failed});
    EXPECT_EQ(access_steps(outcome->steps), (std::vector{Outcome::failed, Outcome::passed}));
}

TEST(CardAccessInTheApplication, IsAskedForWhereBacIsRefused) {
    SimulatedCard card{"passport-pace-only", sim::parse_quirk("card-access-below-application").value()};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[access].method, "pace-mrz");
    EXPECT_EQ(access_steps(outcome->steps), (std::vector{Outcome::failed, Outcome::passed}));
}

TEST(CardAccessInTheApplication, IsAskedForWhereThereIsNoKeyForBac) {
    for (const char* persona : {"passport", "passport-pace-only"}) {
        SimulatedCard card{persona, sim::parse_quirk("card-access-below-application").value()};
        const auto outcome = card.read(can_order(test_persona(persona).can), full_trust());
        ASSERT_EQ(summary(outcome), "genuine") << persona;
        EXPECT_EQ(outcome->verification[access].method, "pace-can");
    }
}

/// BAC came first, and what came of it is said: a chip whose EF.CardAccess was hidden in the master file looks so, too.
TEST(CardAccessInTheApplication, IsAskedForWhereTheSignedListTellsOfPace) {
    SimulatedCard card{"passport", sim::parse_quirk("card-access-below-application").value()};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[access].method, "bac");
    EXPECT_EQ(outcome->verification[access].findings, std::vector<identity::ReasonCode>{Reason::pace_not_used});
}

/// Where the application is selected, EF.CardAccess is not found.
TEST(CardUsedByAnotherProgram, IsOpenedByPaceIfThatWasSeenBefore) {
    for (const char* persona : {"passport", "passport-pace-only"}) {
        SimulatedCard card{persona};
        card.set_used_before();
        daemon::ReadRequest order = order_for(test_persona(persona));
        order.card_access = apdu::CardAccessPlace::by_short_identifier;
        const auto outcome = card.read(order, full_trust());
        ASSERT_EQ(summary(outcome), "genuine") << persona;
        EXPECT_EQ(outcome->verification[access].method, "pace-mrz");
        EXPECT_TRUE(outcome->verification[access].findings.empty());
    }
}

TEST(CardUsedByAnotherProgram, IsGenuineIfItWasNotLookedAt) {
    SimulatedCard card{"passport"};
    card.set_used_before();
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[access].method, "bac");
    EXPECT_EQ(outcome->verification[access].findings, std::vector<identity::ReasonCode>{Reason::pace_not_used});
    SimulatedCard without_bac{"passport-pace-only"};
    without_bac.set_used_before();
    const auto other = without_bac.read();
    ASSERT_EQ(summary(other), "genuine");
    EXPECT_EQ(other->verification[access].method, "pace-mrz");
}

TEST(OpenChip, IsReadPlainlyWhateverKeyIsAtHand) {
    SimulatedCard card{"passport-plain"};
    const auto outcome = card.read(order_for(test_persona("passport")), full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[access].method, "none");
    EXPECT_EQ(outcome->verification[access].reason, Reason::no_access_control);
}

TEST(WrongPassword, IsTriedOnceAndNoMore) {
    SimulatedCard card{"passport", sim::parse_quirk("password-tries").value()};
    const auto outcome = card.read(can_order("000000"), full_trust());
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, ErrorCode::access_denied);
    EXPECT_EQ(outcome.error().sw, 0x63C2);
    EXPECT_EQ(summary(card.read()), "genuine");  // and two tries were left
}

TEST(WrongPassword, IsBlockedInTheEnd) {
    SimulatedCard card{"passport", sim::parse_quirk("password-tries").value()};
    for (const int sw : {0x63C2, 0x63C1, 0x63C0, 0x6983}) {
        const auto outcome = card.read(can_order("000000"), full_trust());
        ASSERT_FALSE(outcome.has_value());
        EXPECT_EQ(outcome.error().code, ErrorCode::access_denied);
        EXPECT_EQ(outcome.error().sw, sw);
    }
    EXPECT_EQ(card.read().error().code, ErrorCode::access_denied);
}

/// Chips that depart from the standards in PACE and in proofs: read all the same.
class OddChip : public testing::TestWithParam<const char*> {};

TEST_P(OddChip, IsGenuineAllTheSame) {
    for (const char* persona : {"passport", "passport-pace-only"}) {
        SimulatedCard card{persona, sim::parse_quirk(GetParam()).value()};
        EXPECT_EQ(summary(card.read()), "genuine") << persona;
        EXPECT_LE(card.commands(), exchange_bound) << persona;
    }
}

INSTANTIATE_TEST_SUITE_P(Quirks, OddChip,
                         testing::Values("slow-pace", "password-tries", "slow-mode", "environment-le-refused",
                                         "parameter-reference-needed", "signature-empty", "signature-cut",
                                         "signature-exact-length", "card-access-below-application",
                                         "long-read-naked-6700", "read-limit-192", "read-limit-223",
                                         "extended-length-refused", "select-le-refused", "chained-answers",
                                         "master-file-6982", "master-file-6a81", "master-file-6a86",
                                         "master-file-no-effect", "short-identifiers-refused", "end-of-file-warning"),
                         [](const auto& quirk) { return test_name(quirk.param); });

}  // namespace
}  // namespace fivestar::test
