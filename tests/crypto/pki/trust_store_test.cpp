// SPDX-License-Identifier: Apache-2.0
// Chains and revocation lists made by `openssl ca` (tests/vectors/pki/make.sh).
#include "crypto/pki/trust_store.hpp"

#include "crypto/keys/key_pair.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/support/print_reason.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::noon;
using test::pki_certificate;
using test::pki_revocation_list;
using test::pki_store;

const WallTime verification_day = noon(2030, 6, 1);

Certificate signer(std::string_view name) {
    return pki_certificate(std::string{"signer/"}.append(name));
}

ChainReport verify(const TrustStore& store, std::string_view name, WallTime now = verification_day) {
    return store.verify_chain(signer(name), {}, now, std::nullopt);
}

TrustStore all_anchors() {
    return pki_store({"csca_rsa", "csca_same_name", "csca_pss", "csca_explicit", "csca_compressed", "csca_root",
                      "csca_expired", "csca_plain", "csca_strings_printable"});
}

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

TEST(Chain, OfANamesakeIsUnknownUnlessItClaimsTheKeyItself) {
    const TrustStore store = pki_store({"csca_rsa"});
    // Another CSCA of the same name, whose key we do not have, and an impostor look alike: their key is another one.
    EXPECT_EQ(verify(store, "ds_same_name").chain, CheckResult::not_performed(Reason::issuer_unknown));
    EXPECT_EQ(verify(store, "ds_impostor").chain, CheckResult::not_performed(Reason::issuer_unknown));
    EXPECT_EQ(verify(store, "ds_forger").chain, CheckResult::failed(Reason::broken));
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

TEST(Chain, GoesThroughAnIntermediateThatCameWithTheDocument) {
    const TrustStore store = pki_store({"csca_root"});
    EXPECT_EQ(verify(store, "ds_intermediate").chain, CheckResult::not_performed(Reason::issuer_unknown));
    const std::vector<Certificate> more{signer("ds_rsa"), signer("intermediate")};
    const auto report = store.verify_chain(signer("ds_intermediate"), more, verification_day, std::nullopt);
    EXPECT_EQ(report.chain, CheckResult::passed());
    EXPECT_EQ(report.anchor->certificate.fingerprint(), pki_certificate("csca/csca_root").fingerprint());
    EXPECT_EQ(report.algorithms.size(), 2U);
}

TEST(Chain, DoesNotGoThroughASignerThatPlaysAuthority) {
    const TrustStore store = pki_store({"csca_rsa"});
    const std::vector<Certificate> more{signer("ds_p256")};
    const auto report = store.verify_chain(signer("ds_below_signer"), more, verification_day, std::nullopt);
    EXPECT_EQ(report.chain, CheckResult::not_performed(Reason::issuer_unknown));
}

TEST(Chain, GoesThroughALinkCertificateToTheOldAnchor) {
    const TrustStore store = pki_store({"csca_rsa"});
    const std::vector<Certificate> more{pki_certificate("csca_untrusted/csca_link")};
    const auto report = store.verify_chain(signer("ds_same_name"), more, verification_day, std::nullopt);
    // csca_rsa allows no authority below it, and a link certificate is none: what stands below is the same authority.
    EXPECT_EQ(report.chain, CheckResult::passed());
}

TEST(Chain, TakesALinkCertificateAsAnAnchorOfItsOwn) {
    TrustStore store;
    EXPECT_EQ(store.add_anchor(pki_certificate("csca_untrusted/csca_link")), CheckResult::passed());
    EXPECT_EQ(verify(store, "ds_same_name").chain, CheckResult::passed());
    EXPECT_EQ(verify(store, "ds_rsa").chain, CheckResult::not_performed(Reason::issuer_unknown));
}

TEST(Chain, EndsInACircleOfCertificatesThatCameWithTheDocument) {
    const std::vector<Certificate> more(16, pki_certificate("csca_untrusted/csca_unknown"));
    const auto report =
        pki_store({"csca_rsa"}).verify_chain(signer("ds_unknown"), more, verification_day, std::nullopt);
    EXPECT_EQ(report.chain, CheckResult::not_performed(Reason::issuer_unknown));
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

TEST(RevocationList, IsNotTakenFromAPartialOne) {
    EXPECT_EQ(RevocationList::parse(test::pki_file("crl/csca_rsa_partial.der")).error().code, ErrorCode::unsupported);
}

TEST(RevocationList, WithAnyBitFlippedIsRefused) {
    const Bytes good = test::pki_file("crl/csca_rsa.der");
    const PublicKey issuer = pki_certificate("csca/csca_rsa").public_key().value();
    ASSERT_TRUE(RevocationList::parse(good)->verify_signed_by(issuer));
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes changed = good;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        const auto list = RevocationList::parse(changed);
        EXPECT_FALSE(list && list->verify_signed_by(issuer)) << bit;
    }
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(RevocationList::parse(ByteView{good}.first(size))) << size;
    }
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
