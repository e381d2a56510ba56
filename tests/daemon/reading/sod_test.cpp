// SPDX-License-Identifier: Apache-2.0
// The verification of EF.SOD against one or two trust stores.
#include "identity/verification/document_verification.hpp"
#include "tests/daemon/reading/simulated_card.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <array>
#include <chrono>
#include <utility>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

const WallTime noon = std::chrono::sys_days{reading_day} + std::chrono::hours{12};

Bytes issued_sod(sim::Tampering tampering = sim::Tampering::none) {
    return sim::issue_document(test_persona("five-star-2023"), test_pki(), tampering).value().security_object;
}

/// Reports against the anchors of passports, and against those of the LDS profile.
struct SodProof {
    identity::SodReport trust;
    identity::SodReport lds_trust;
};
SodProof prove(const Bytes& file) {
    const auto environment = full_trust();
    const std::array<const crypto::TrustStore*, 2> stores{environment.trust.get(), environment.lds_trust.get()};
    auto reports = identity::verify_sod(identity::parse_sod(file), stores, noon, environment.algorithm_policy);
    return {std::move(reports[0]), std::move(reports[1])};
}

TEST(Sod, AChangedSignatureFailsThoughTheListIsReadable) {
    const Bytes file = issued_sod(sim::Tampering::bit_in_signature);
    const identity::ParsedSod sod = identity::parse_sod(file);
    ASSERT_TRUE(sod.security_object.has_value());
    EXPECT_TRUE(sod.security_object->hashes.contains(13));
    const auto proof = prove(file);
    EXPECT_EQ(proof.trust.signature.outcome, Outcome::failed);
    EXPECT_EQ(proof.lds_trust.signature.outcome, Outcome::failed);
}

TEST(Sod, ReportsAgainstEachStore) {
    const auto proof = prove(issued_sod());
    EXPECT_TRUE(proof.trust.verified());
    EXPECT_EQ(proof.trust.certificate_chain.reason, Reason::issuer_unknown);
    EXPECT_EQ(proof.lds_trust.certificate_chain.outcome, Outcome::passed);
}

TEST(Recognition, KnowsNoLdsProfileWithoutItsAnchors) {
    const auto environment = full_trust();
    const auto document = identity::recognise_document(
        identity::parse_sod(issued_sod()), {*environment.trust, nullptr, environment.algorithm_policy}, noon, {});
    EXPECT_EQ(document.profile, identity::Profile::emrtd);
    EXPECT_TRUE(document.sod.verified());
    EXPECT_EQ(document.sod.certificate_chain.outcome, Outcome::not_performed);
}

TEST(Sod, GivesAReasonForAFileThatIsNoEfSod) {
    for (const Bytes& file : {Bytes{}, Bytes{0x77, 0x01}, Bytes{0x77, 0x02, 0x30, 0x00}}) {
        EXPECT_FALSE(identity::parse_sod(file).security_object.has_value());
        EXPECT_EQ(prove(file).trust.unusable, file.empty() ? Reason::no_security_object : Reason::malformed);
    }
}

/// A file that is there and not given is not an absent one. An indefinite length (X.690 §8.1.3.6) does not tell where
/// the file ends.
TEST(Sod, IsUnreadableNotAbsentIfTheChipHasIt) {
    sim::Document document = sim::issue_document(test_persona("passport"), test_pki()).value();
    document.security_object[1] = 0x80;
    SimulatedCard card{"passport", document};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "unverified");
    EXPECT_EQ(outcome->verification[identity::CheckName::signature].reason, Reason::security_object_unreadable);
    document.security_object.clear();
    SimulatedCard empty{"passport", document};
    const auto other = empty.read();
    ASSERT_EQ(summary(other), "unverified");
    EXPECT_EQ(other->verification[identity::CheckName::signature].reason, Reason::security_object_unreadable);
}

}  // namespace
}  // namespace fivestar::test
