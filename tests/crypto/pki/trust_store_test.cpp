// SPDX-License-Identifier: Apache-2.0
// Trust stores accept anchors and lists, and an anchor remembers the signatures that it made.
#include "crypto/pki/trust_store.hpp"

#include "crypto/keys/key_pair.hpp"
#include "tests/crypto/pki/chain.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/support/vector_file.hpp"

#include <optional>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_certificate;
using test::pki_revocation_list;
using test::pki_store;

/// An anchor remembers only that it made a signature; everything else is judged each time.
TEST(RememberedSigner, IsJudgedAnewByDateAndRevocation) {
    TrustStore store = pki_store({"csca_rsa"});
    const auto first = verify(store, "ds_revoked");
    EXPECT_EQ(first.chain, CheckResult::passed());
    EXPECT_EQ(first.revocation, CheckResult::not_performed(Reason::no_crl));
    const auto list = pki_revocation_list("csca_rsa.der");
    EXPECT_EQ(store.add_revocation_list(list), CheckResult::passed());
    EXPECT_EQ(verify(store, "ds_revoked").revocation, CheckResult::failed(Reason::revoked));
    for (int times = 0; times < 2; ++times) {
        const auto report = verify(store, "ds_p256");
        EXPECT_EQ(report.chain, CheckResult::passed());
        ASSERT_EQ(report.algorithms.size(), 1U);
        EXPECT_EQ(report.algorithms[0].algorithm.method(), "rsa-sha256");
        EXPECT_EQ(report.now.result, CheckResult::passed());
    }
    const auto late = signer("ds_p256").not_after + std::chrono::seconds{1};
    EXPECT_EQ(verify(store, "ds_p256", late).now.result, CheckResult::failed(Reason::signer_expired));
}

TEST(RememberedSigner, IsNotTakenForOneThatDiffers) {
    const TrustStore store = pki_store({"csca_rsa"});
    const Certificate good = signer("ds_p256");
    const auto chain = [&](const Certificate& certificate) {
        return store.verify_chain(certificate, {}, verification_day, std::nullopt).chain;
    };
    ASSERT_EQ(chain(good), CheckResult::passed());
    for (ByteView Certificate::* part : {&Certificate::tbs, &Certificate::signature}) {
        Certificate changed = good;
        Bytes octets = copy(good.*part);
        octets.back() ^= 1U;
        changed.*part = octets;
        EXPECT_EQ(chain(changed), CheckResult::failed(Reason::broken));
    }
    Certificate other_algorithm = good;
    const Certificate with_sha1 = pki_certificate("csca/csca_plain");
    other_algorithm.signature_algorithm_der = with_sha1.signature_algorithm_der;
    EXPECT_EQ(chain(other_algorithm), CheckResult::failed(Reason::broken));
}

/// Signatures of one key over one certificate are as many certificates as one likes: ECDSA draws a number for each.
TEST(RememberedSigner, IsOneOfSixtyFour) {
    const auto key = KeyPair::from_pkcs8_der(test::pki_file("key_pair/ds_p256.der")).value();
    const TrustAnchor anchor{signer("ds_p256"), {}};
    const Bytes ecdsa_with_sha256 = test::hex("30 0A 06 08 2A8648CE3D040302");  // RFC 5758 §3.2
    Certificate certificate = signer("ds_rsa");
    certificate.signature_algorithm_der = ecdsa_with_sha256;
    const auto algorithm = certificate.signature_algorithm().value();
    for (std::size_t number = 1; number <= 2 * TrustAnchor::most_remembered + 1; ++number) {
        const Bytes signature = key.sign(algorithm, certificate.tbs).value();
        certificate.signature = signature;
        ASSERT_TRUE(anchor.verify(certificate)) << number;
        ASSERT_TRUE(anchor.verify(certificate)) << "once more, remembered";
        ASSERT_EQ(anchor.remembered(), (number - 1) % 64 + 1);
    }
    const Bytes broken(certificate.signature.size(), 0);
    certificate.signature = broken;
    EXPECT_FALSE(anchor.verify(certificate));
    EXPECT_EQ(anchor.remembered(), 1U) << "what it did not sign takes no place";
}

TEST(RememberedSigner, IsTheBusinessOfOneAnchorAlone) {
    const TrustStore store = all_anchors();
    ASSERT_EQ(verify(store, "ds_rsa").chain, CheckResult::passed());
    const TrustStore other = pki_store({"csca_same_name"});
    EXPECT_NE(verify(other, "ds_rsa").chain, CheckResult::passed());
    for (const auto& anchor : store.anchors()) {
        const bool its_own = anchor->certificate.fingerprint() == pki_certificate("csca/csca_rsa").fingerprint();
        EXPECT_EQ(anchor->verify(signer("ds_rsa")).has_value(), its_own);
    }
}

TEST(RevocationList, CountsOnlyIfAnAnchorOfItsIssuerSignedIt) {
    TrustStore store = pki_store({"csca_rsa"});
    EXPECT_EQ(store.add_revocation_list(pki_revocation_list("csca_unknown.der")),
              CheckResult::not_performed(Reason::issuer_unknown));
    EXPECT_EQ(store.add_revocation_list(pki_revocation_list("csca_impostor.der")),
              CheckResult::failed(Reason::signature_mismatch));
    RevocationList changed = pki_revocation_list("csca_rsa.der");
    changed.tbs.back() ^= 1U;
    EXPECT_EQ(store.add_revocation_list(changed), CheckResult::failed(Reason::signature_mismatch));
    EXPECT_EQ(verify(store, "ds_p256").revocation, CheckResult::not_performed(Reason::no_crl));
}

TEST(Anchors, AreCountedOnceAndMustBeAuthorities) {
    TrustStore store = pki_store({"csca_rsa", "csca_rsa", "csca_same_name"});
    EXPECT_EQ(store.anchors().size(), 2U);
    EXPECT_EQ(store.add_anchor(signer("ds_bare")), CheckResult::failed(Reason::not_a_ca));
    EXPECT_EQ(store.add_anchor(signer("ds_p256")), CheckResult::failed(Reason::not_a_ca));
    Certificate unusable = pki_certificate("csca/csca_pss");
    const Bytes secp256k1 = test::pki_file("public_key/secp256k1_explicit.der");
    unusable.public_key_info = secp256k1;
    // Its key is looked at when it is needed, and then it is as if the anchor were not there.
    EXPECT_EQ(store.add_anchor(unusable), CheckResult::passed());
    EXPECT_EQ(store.anchors().back()->key().error().code, ErrorCode::unsupported);
    EXPECT_EQ(verify(store, "ds_pss").chain, CheckResult::not_performed(Reason::issuer_unknown));
}

TEST(Anchors, ThatTheKeyIdentifierNamesAreTriedFirst) {
    const TrustStore store = pki_store({"csca_rsa", "csca_same_name", "csca_pss"});
    const Certificate certificate = signer("ds_same_name");
    const auto candidates = store.issuers(certificate.issuer, certificate.authority_key_identifier);
    ASSERT_EQ(candidates.size(), 2U);
    EXPECT_EQ(candidates[0]->certificate.fingerprint(), pki_certificate("csca/csca_same_name").fingerprint());
}

}  // namespace
}  // namespace fivestar::crypto
