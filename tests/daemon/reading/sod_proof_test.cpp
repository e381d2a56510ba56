// SPDX-License-Identifier: Apache-2.0
// The verification of EF.SOD against one or two trust stores.
#include "daemon/reading/sod_proof.hpp"

#include "tests/daemon/reading/simulated_card.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

const WallTime noon = std::chrono::sys_days{reading_day} + std::chrono::hours{12};

Bytes issued_sod(sim::Tampering tampering = sim::Tampering::none) {
    return sim::issue_document(test_persona("five-star-2023"), test_pki(), tampering).value().security_object;
}

daemon::SodProof prove(const Bytes& file, const daemon::ReadEnvironment& environment) {
    return daemon::prove_sod(identity::parse_sod(file), environment, noon);
}

TEST(SodProof, AChangedSignatureFailsThoughTheListIsReadable) {
    const identity::ParsedSod sod = identity::parse_sod(issued_sod(sim::Tampering::bit_in_signature));
    ASSERT_TRUE(sod.security_object.has_value());
    EXPECT_TRUE(sod.security_object->hashes.contains(13));
    const auto proof = daemon::prove_sod(sod, full_trust(), noon);
    EXPECT_EQ(proof.trust.signature.outcome, Outcome::failed);
    EXPECT_EQ(proof.lds_trust.signature.outcome, Outcome::failed);
}

TEST(SodProof, ReportsAgainstEachStore) {
    const auto proof = prove(issued_sod(), full_trust());
    EXPECT_TRUE(proof.trust.verified());
    EXPECT_EQ(proof.trust.certificate_chain.reason, Reason::issuer_unknown);
    EXPECT_EQ(proof.lds_trust.certificate_chain.outcome, Outcome::passed);
}

TEST(SodProof, LeavesTheReportOfAMissingStoreEmpty) {
    auto environment = full_trust();
    environment.lds_trust = nullptr;
    const auto proof = prove(issued_sod(), environment);
    EXPECT_TRUE(proof.trust.verified());
    EXPECT_FALSE(proof.lds_trust.verified());
    EXPECT_EQ(proof.lds_trust.certificate_chain.outcome, Outcome::not_performed);
}

TEST(SodProof, GivesAReasonForAFileThatIsNoEfSod) {
    const auto environment = full_trust();
    for (const Bytes& file : {Bytes{}, Bytes{0x77, 0x01}, Bytes{0x77, 0x02, 0x30, 0x00}}) {
        EXPECT_FALSE(identity::parse_sod(file).security_object.has_value());
        EXPECT_EQ(prove(file, environment).trust.unusable,
                  file.empty() ? Reason::no_security_object : Reason::malformed);
    }
}

}  // namespace
}  // namespace fivestar::test
