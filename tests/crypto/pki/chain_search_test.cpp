// SPDX-License-Identifier: Apache-2.0
// Ways from a document signer to an anchor.
#include "crypto/pki/chain_search.hpp"

#include "crypto/pki/trust_store.hpp"
#include "tests/crypto/pki/chain.hpp"
#include "tests/crypto/pki/pki.hpp"

#include <optional>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_certificate;
using test::pki_store;

TEST(Chain, OfANamesakeIsUnknownUnlessItClaimsTheKeyItself) {
    const TrustStore store = pki_store({"csca_rsa"});
    // Another CSCA of the same name, whose key we do not have, and an impostor look alike: their key is another one.
    EXPECT_EQ(verify(store, "ds_same_name").chain, CheckResult::not_performed(Reason::issuer_unknown));
    EXPECT_EQ(verify(store, "ds_impostor").chain, CheckResult::not_performed(Reason::issuer_unknown));
    EXPECT_EQ(verify(store, "ds_forger").chain, CheckResult::failed(Reason::broken));
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

}  // namespace
}  // namespace fivestar::crypto
