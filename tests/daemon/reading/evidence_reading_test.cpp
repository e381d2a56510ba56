// SPDX-License-Identifier: Apache-2.0
// A read keeps its evidence, and is not weaker for it.
#include "identity/lds/chip_keys.hpp"
#include "identity/verification/active_authentication.hpp"
#include "tests/daemon/api/written_evidence.hpp"
#include "tests/daemon/reading/sam_reader.hpp"

#include <algorithm>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using enum identity::CheckName;
using testing::Contains;
using testing::Not;

const std::string proved_twice = "passport";  // chip authentication and active authentication

TEST(ReadWithEvidence, HasTheFilesAndTheTerminalsOpinion) {
    SimulatedCard card{proved_twice};
    const auto outcome = card.read(evidence_order(proved_twice), full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    ASSERT_TRUE(outcome->evidence.has_value());
    const identity::Evidence& evidence = *outcome->evidence;
    EXPECT_EQ(evidence.claimed_verdict, identity::Verdict::genuine);
    EXPECT_EQ(evidence.access_method, "pace-mrz");
    EXPECT_TRUE(evidence.card_access.has_value());
    std::vector<int> read;
    for (const identity::EvidenceGroup& group : evidence.groups) {
        if (group.octets) read.push_back(group.number);
    }
    EXPECT_THAT(read, testing::ElementsAre(1, 2, 11, 12, 14, 15));
    EXPECT_FALSE(evidence.signer_certificate.empty());
    EXPECT_THAT(test_pki().anchors(), Contains(evidence.anchor_certificate));
}

TEST(ReadWithEvidence, IsKeptOnlyIfItWasOrdered) {
    SimulatedCard card{proved_twice};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_FALSE(outcome->evidence.has_value());
    EXPECT_THAT(outcome->verification[chip_authenticity].findings, Contains(Reason::active_authentication_not_tried));
}

// Active authentication alone is proof to others; the stronger proof gives the method all the same.
TEST(ReadWithEvidence, AsksForBothProofs) {
    SimulatedCard card{proved_twice};
    const auto outcome = card.read(evidence_order(proved_twice), full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    const identity::Check& check = outcome->verification[chip_authenticity];
    EXPECT_EQ(check.method, "chip");
    EXPECT_THAT(check.findings, Not(Contains(Reason::active_authentication_not_tried)));
    const auto& active = outcome->evidence->active_authentication;
    ASSERT_TRUE(active.has_value());
    EXPECT_EQ(identity::derived_challenge(*outcome->evidence, active->nonce), active->challenge);
    const auto& groups = outcome->evidence->groups;
    const auto dg15 = std::ranges::find(groups, 15, &identity::EvidenceGroup::number);
    ASSERT_NE(dg15, groups.end());
    EXPECT_TRUE(identity::verify_active_authentication(identity::parse_dg15(*dg15->octets).value(),
                                                       crypto::DigestAlgorithm::sha256, active->challenge,
                                                       active->signature));
}

TEST(ReadWithEvidence, AChipThatFailsEitherProofIsNotGenuine) {
    SimulatedCard card{proved_twice, {}, sim::Tampering::clone_without_keys};
    const auto outcome = card.read(evidence_order(proved_twice), full_trust());
    ASSERT_EQ(summary(outcome), "not_genuine");
    EXPECT_EQ(outcome->verification[chip_authenticity].reason, Reason::chip_authentication_failed);
}

TEST(ReadWithEvidence, ANewNonceForEachRead) {
    SimulatedCard card{proved_twice};
    const auto first = card.read(evidence_order(proved_twice), full_trust());
    const auto second = card.read(evidence_order(proved_twice), full_trust());
    ASSERT_TRUE(first && second);
    EXPECT_NE(first->evidence->active_authentication->nonce, second->evidence->active_authentication->nonce);
    EXPECT_NE(first->evidence->active_authentication->challenge, second->evidence->active_authentication->challenge);
}

TEST(ReadWithEvidence, KeepsWhatTheMappingLeft) {
    SimulatedCard card{"passport-pace-only"};
    const auto outcome = card.read(evidence_order("passport-pace-only"), full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[chip_authenticity].method, "pace-cam");
    ASSERT_TRUE(outcome->evidence->mapping.has_value());
    EXPECT_FALSE(outcome->evidence->card_security.empty());
}

TEST(ReadWithEvidence, OfAModuleHasItsText) {
    SamReader reader;
    daemon::ReadRequest order;
    order.evidence = true;
    const auto outcome = reader.read(order);
    ASSERT_EQ(summary(outcome), "genuine");
    ASSERT_TRUE(outcome->evidence && outcome->evidence->module && outcome->evidence->module->text);
    EXPECT_EQ(outcome->evidence->module->text->size(), 256U);
    EXPECT_EQ(outcome->evidence->profile, identity::Profile::sam);
}

/// A decoder that fails as a plug-in does that is no plug-in.
Reason failing_decoder(identity::Portrait&) {
    return Reason::portrait_plugin_failed;
}

// The signed statement and the answer say the same.
TEST(ReadWithEvidence, HasTheFindingOfThePortraitDecoder) {
    SamReader reader;
    reader.decode_portrait = failing_decoder;
    daemon::ReadRequest order;
    order.evidence = true;
    const auto of_module = reader.read(order);
    ASSERT_EQ(summary(of_module), "genuine");
    SimulatedCard card{proved_twice};
    auto environment = full_trust();
    environment.decode_portrait = failing_decoder;
    const auto of_document = card.read(evidence_order(proved_twice), environment);
    ASSERT_EQ(summary(of_document), "genuine");
    for (const auto* const outcome : {&*of_module, &*of_document}) {
        EXPECT_THAT(outcome->verification[record_consistency].findings, Contains(Reason::portrait_plugin_failed));
        EXPECT_EQ(outcome->evidence->claimed[record_consistency].findings,
                  outcome->verification[record_consistency].findings);
    }
}

}  // namespace
}  // namespace fivestar::test
