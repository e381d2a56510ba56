// SPDX-License-Identifier: Apache-2.0
// The chain of a document signer, its validity and its revocation.
#include "crypto/pki/trust_store.hpp"
#include "tests/crypto/pki/chain.hpp"
#include "tests/crypto/pki/pki.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::noon;
using test::pki_certificate;
using test::pki_store;

TEST(Chain, LeadsFromEveryKindOfSignerToItsAnchor) {
    const TrustStore store = all_anchors();
    const auto check = [&](std::string_view name, std::string_view anchor, std::string_view method) {
        const ChainReport report = verify(store, name);
        EXPECT_EQ(report.chain, CheckResult::passed()) << name;
        ASSERT_TRUE(report.anchor) << name;
        EXPECT_EQ(report.anchor->certificate.fingerprint(),
                  pki_certificate(std::string{"csca/"}.append(anchor)).fingerprint())
            << name;
        EXPECT_EQ(report.now.result, CheckResult::passed()) << name;
        EXPECT_EQ(report.at_signing.result, CheckResult::not_performed(Reason::no_signing_time));
        EXPECT_EQ(report.revocation, CheckResult::not_performed(Reason::no_crl));
        ASSERT_EQ(report.algorithms.size(), 1U);
        EXPECT_EQ(report.algorithms[0].algorithm.method(), method);
    };
    check("ds_rsa", "csca_rsa", "rsa-sha256");
    check("ds_same_name", "csca_same_name", "rsa-sha256");
    check("ds_pss", "csca_pss", "rsa-pss-sha256");
    check("ds_p256", "csca_rsa", "rsa-sha256");
    check("ds_bp256", "csca_explicit", "ecdsa-sha384");
    check("ds_explicit", "csca_explicit", "ecdsa-sha384");
    check("ds_compressed", "csca_compressed", "ecdsa-sha256");
    check("ds_p192", "csca_plain", "rsa-sha1");
    check("ds_negative", "csca_rsa", "rsa-sha256");
    check("ds_strings", "csca_strings_printable", "rsa-sha256");
}

TEST(Chain, TellsWhatItsSignaturesAreWorth) {
    const ChainReport report = verify(all_anchors(), "ds_bp256");
    ASSERT_EQ(report.algorithms.size(), 1U);
    EXPECT_EQ(report.algorithms[0].key_kind, KeyKind::ec);
    EXPECT_EQ(report.algorithms[0].key_bits, 384U);
    EXPECT_TRUE(report.algorithms[0].explicit_parameters);
}

TEST(Chain, OfAnUnknownIssuerIsNotJudged) {
    for (const std::string_view name : {"ds_unknown", "ds_rsa"}) {
        const ChainReport report = verify(pki_store({"csca_pss"}), name);
        EXPECT_EQ(report.chain, CheckResult::not_performed(Reason::issuer_unknown));
        EXPECT_FALSE(report.anchor);
        EXPECT_EQ(report.revocation, CheckResult::not_performed(Reason::chain_not_verified));
        EXPECT_EQ(report.now.result, CheckResult::passed());
        EXPECT_TRUE(report.algorithms.empty());
    }
    EXPECT_EQ(verify(TrustStore{}, "ds_rsa").chain, CheckResult::not_performed(Reason::issuer_unknown));
}

TEST(Chain, OfAnImpostorIsNotRepairedByBringingItsCertificate) {
    const TrustStore store = pki_store({"csca_rsa"});
    for (const std::string_view impostor : {"impostor", "forger"}) {
        const std::vector<Certificate> more{pki_certificate(std::string{"csca_untrusted/csca_"}.append(impostor))};
        const auto report =
            store.verify_chain(signer(std::string{"ds_"}.append(impostor)), more, verification_day, std::nullopt);
        EXPECT_NE(report.chain.outcome, Outcome::passed) << impostor;
        EXPECT_FALSE(report.anchor) << impostor;
    }
}

TEST(Chain, WithAnyBitOfItsSignatureFlippedIsBroken) {
    const TrustStore store = pki_store({"csca_rsa"});
    Certificate changed = signer("ds_p256");
    Bytes signature = copy(changed.signature);
    changed.signature = signature;
    for (std::size_t bit = 0; bit < signature.size() * 8; bit += 7) {
        signature[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        EXPECT_EQ(store.verify_chain(changed, {}, verification_day, std::nullopt).chain,
                  CheckResult::failed(Reason::broken))
            << bit;
        signature[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    }
    EXPECT_EQ(store.verify_chain(changed, {}, verification_day, std::nullopt).chain, CheckResult::passed());
}

TEST(Chain, RefusesCertificatesForAnotherPurpose) {
    const TrustStore store = pki_store({"csca_rsa"});
    EXPECT_EQ(verify(store, "ds_authority").chain, CheckResult::failed(Reason::signer_is_ca));
    EXPECT_EQ(verify(store, "ds_tls").chain, CheckResult::failed(Reason::signer_key_usage));
    EXPECT_EQ(verify(store, "ds_encipherment").chain, CheckResult::failed(Reason::signer_key_usage));
    EXPECT_EQ(verify(store, "ds_critical").chain, CheckResult::failed(Reason::critical_extension));
}

TEST(Chain, OfAnAlgorithmWeDoNotKnowIsNotJudged) {
    Certificate unknown = signer("ds_p256");
    const Bytes ed25519{0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70};
    unknown.signature_algorithm_der = ed25519;
    EXPECT_EQ(pki_store({"csca_rsa"}).verify_chain(unknown, {}, verification_day, std::nullopt).chain,
              CheckResult::not_performed(Reason::unsupported_algorithm));
}

TEST(Validity, IsACheckOfItsOwn) {
    const ChainReport report = verify(pki_store({"csca_rsa"}), "ds_expired");
    EXPECT_EQ(report.chain, CheckResult::passed());
    EXPECT_EQ(report.now.result, CheckResult::failed(Reason::signer_expired));
    EXPECT_EQ(report.now.findings, std::vector<Reason>{Reason::signer_expired});
}

TEST(Validity, IsJudgedTodayAndAtSigning) {
    const TrustStore store = pki_store({"csca_rsa"});
    const auto at = [&](WallTime signing_time) {
        return store.verify_chain(signer("ds_expired"), {}, verification_day, signing_time).at_signing;
    };
    EXPECT_EQ(at(noon(2022, 1, 1)).result, CheckResult::passed());
    EXPECT_EQ(at(noon(2024, 1, 1)).result, CheckResult::failed(Reason::signer_expired));
    EXPECT_EQ(at(noon(2019, 1, 1)).findings,
              (std::vector<Reason>{Reason::signer_not_yet_valid, Reason::anchor_not_yet_valid}));
}

TEST(Validity, NamesTheAnchorToo) {
    const TrustStore store = pki_store({"csca_expired"});
    const ChainReport report = verify(store, "ds_of_expired");
    EXPECT_EQ(report.chain, CheckResult::passed());
    EXPECT_EQ(report.now.findings, std::vector<Reason>{Reason::anchor_expired});
    EXPECT_EQ(verify(store, "ds_of_expired", noon(2060, 1, 1)).now.findings,
              (std::vector<Reason>{Reason::signer_expired, Reason::anchor_expired}));
}

TEST(Validity, EndsWithItsLastSecond) {
    const TrustStore store = pki_store({"csca_rsa"});
    const WallTime last = signer("ds_p256").not_after;
    const WallTime first = signer("ds_p256").not_before;
    EXPECT_EQ(verify(store, "ds_p256", last).now.result, CheckResult::passed());
    EXPECT_EQ(verify(store, "ds_p256", last + std::chrono::seconds{1}).now.result,
              CheckResult::failed(Reason::signer_expired));
    EXPECT_EQ(verify(store, "ds_p256", first).now.result, CheckResult::passed());
    EXPECT_EQ(verify(store, "ds_p256", first - std::chrono::seconds{1}).now.result,
              CheckResult::failed(Reason::signer_not_yet_valid));
}

TEST(Revocation, IsSeenInTheCurrentList) {
    const TrustStore store = pki_store({"csca_rsa"}, {"csca_rsa.der"});
    const ChainReport revoked = verify(store, "ds_revoked");
    EXPECT_EQ(revoked.chain, CheckResult::passed());
    EXPECT_EQ(revoked.revocation, CheckResult::failed(Reason::revoked));
    const ChainReport good = verify(store, "ds_p256");
    EXPECT_EQ(good.revocation, CheckResult::passed());
}

TEST(Revocation, RestsOnTheNewestList) {
    for (const bool newest_first : {true, false}) {
        TrustStore store = newest_first ? pki_store({"csca_rsa"}, {"csca_rsa.der", "csca_rsa_older.der"})
                                        : pki_store({"csca_rsa"}, {"csca_rsa_older.der", "csca_rsa.der"});
        EXPECT_EQ(verify(store, "ds_revoked").revocation, CheckResult::failed(Reason::revoked));
        EXPECT_EQ(store.revocation_lists(signer("ds_revoked").issuer).size(), 1U);
    }
    const TrustStore older = pki_store({"csca_rsa"}, {"csca_rsa_older.der"});
    EXPECT_EQ(verify(older, "ds_revoked").revocation, CheckResult::passed());
}

TEST(Revocation, HoldsForAllKeysOfOneName) {
    const TrustStore store = pki_store({"csca_rsa", "csca_same_name"}, {"csca_rsa.der"});
    EXPECT_EQ(verify(store, "ds_same_name").revocation, CheckResult::passed());
}

TEST(Revocation, IsNotDeniedByAnOldOrEarlyList) {
    const TrustStore store = pki_store({"csca_rsa", "csca_explicit", "csca_compressed"},
                                       {"csca_rsa.der", "csca_explicit_stale.pem", "csca_compressed_early.pem"});
    EXPECT_EQ(verify(store, "ds_explicit").revocation, CheckResult::not_performed(Reason::crl_stale));
    EXPECT_EQ(verify(store, "ds_compressed").revocation, CheckResult::not_performed(Reason::crl_not_yet_valid));
    // An entry counts in a list of any age.
    EXPECT_EQ(verify(store, "ds_revoked", noon(2050, 1, 1)).revocation, CheckResult::failed(Reason::revoked));
    EXPECT_EQ(verify(store, "ds_p256", noon(2050, 1, 1)).revocation, CheckResult::not_performed(Reason::crl_stale));
}

}  // namespace
}  // namespace fivestar::crypto
