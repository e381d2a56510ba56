// SPDX-License-Identifier: Apache-2.0
// Evidence of documents that openssl signed. tests/daemon/api/evidence_verification_test.cpp verifies evidence that a
// daemon wrote.
#include "identity/evidence/evidence_verification.hpp"

#include "crypto/tlv/writer.hpp"
#include "tests/identity/verification/hostile_certificates.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

/// Evidence of a document without its signer's certificate, written where the certificate was known.
Evidence evidence_without_certificate() {
    Evidence evidence;
    evidence.read_at = certificates_day;
    evidence.security_object = tlv::encode(0x77, test::read_vector_bytes("pki/sod/no_certificate.der"));
    evidence.signer_certificate = copy(certificate_of("signer/ds_p256").der);
    evidence.anchor_certificate = copy(certificate_of("csca/csca_rsa").der);
    for (const CheckName name : {CheckName::signature, CheckName::certificate_chain}) evidence.claimed[name].pass();
    evidence.claimed_verdict = verdict(evidence.profile, evidence.claimed);
    return evidence;
}

TEST(EvidenceWithoutCertificate, IsVerifiedWithTheOneThatIsBesideIt) {
    const Evidence evidence = evidence_without_certificate();
    const crypto::TrustStore store = store_of("csca_rsa");
    const EvidenceReport report = verify_evidence(evidence, {.trust = store}, certificates_day);
    EXPECT_EQ(report.contradiction, Reason::none);
    EXPECT_EQ(described(report.verification[CheckName::signature]), "passed");
    EXPECT_EQ(report.verification[CheckName::revocation].outcome, Outcome::passed);
    const crypto::TrustStore others = store_of("csca_sm2");
    EXPECT_EQ(
        described(
            verify_evidence(evidence, {.trust = others}, certificates_day).verification[CheckName::certificate_chain]),
        "not_performed issuer_unknown")
        << "nobody is trusted for being in evidence";
}

TEST(EvidenceWithoutCertificate, ContradictsItselfWithAnothersCertificate) {
    Evidence evidence = evidence_without_certificate();
    evidence.signer_certificate = copy(certificate_of("signer/ds_rsa").der);
    const crypto::TrustStore store = store_of("csca_rsa");
    const EvidenceReport report = verify_evidence(evidence, {.trust = store}, certificates_day);
    EXPECT_EQ(report.contradiction, Reason::signer_certificate_mismatch);
    EXPECT_EQ(described(report.verification[CheckName::signature]), "not_performed signer_certificate_missing");
}

TEST(EvidenceUnderAPolicy, IsJudgedByTheVerifiers) {
    const Evidence evidence = evidence_without_certificate();
    const crypto::TrustStore store = store_of("csca_rsa");
    const EvidenceReport report =
        verify_evidence(evidence, {.trust = store, .policy = {.min_ec_bits = 384}}, certificates_day);
    EXPECT_EQ(described(report.verification[CheckName::signature]), "not_performed refused_by_policy");
    EXPECT_EQ(described(report.verification[CheckName::algorithm_policy]), "failed ec_key_too_short");
}

}  // namespace
}  // namespace fivestar::identity
