// SPDX-License-Identifier: Apache-2.0
// Trust directories as an administrator may leave them.
#include "crypto/pki/trust_directory.hpp"

#include "crypto/pki/signed_data.hpp"
#include "tests/crypto/pki/pki.hpp"
#include "tests/crypto/pki/trust_directory.hpp"
#include "tests/support/temporary_directory.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::pki_file;

TEST_F(TrustDirectory, IsLoadedFromDerAndPem) {
    put_anchor("csca_rsa");
    write(csca() / "bundle.pem",
          as_bytes("two of them, SPECIMEN\n" + pem("CERTIFICATE", pki_file("csca/csca_pss.der")) +
                   pem("CERTIFICATE", pki_file("csca/csca_explicit.der"))));
    write(crl() / "rsa.crl", pki_file("crl/csca_rsa.der"));
    write(crl() / "pss.pem", pki_file("crl/csca_pss.pem"));
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 3U);
    EXPECT_EQ(loaded.store->anchors().size(), 3U);
    EXPECT_TRUE(loaded.skipped.empty());
    EXPECT_EQ(loaded.loaded_at, now);
    const auto revoked = loaded.store->verify_chain(test::pki_certificate("signer/ds_revoked"), {}, now, std::nullopt);
    EXPECT_EQ(revoked.revocation, CheckResult::failed(Reason::revoked));
    const auto good = loaded.store->verify_chain(test::pki_certificate("signer/ds_pss"), {}, now, std::nullopt);
    EXPECT_EQ(good.revocation, CheckResult::passed());
}

TEST_F(TrustDirectory, TakesMasterListsOfBelievedSignersAlone) {
    write(csca() / "a-good.ml", pki_file("master_list/good.ml"));
    write(csca() / "b-unknown.ml", pki_file("master_list/unknown.ml"));
    EXPECT_EQ(load().anchors, 0U);
    EXPECT_EQ(skipped(), (Lines{"a-good.ml: signer_unknown", "b-unknown.ml: signer_unknown"}));
    fs::create_directory(signers());
    write(signers() / "csca_rsa.der", pki_file("csca/csca_rsa.der"));
    write(signers() / "no-signer.der", as_bytes("no certificate"));
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 4U);
    EXPECT_EQ(skipped(), (Lines{"no-signer.der: malformed", "b-unknown.ml: signer_unknown"}));
    ASSERT_EQ(loaded.master_lists.size(), 1U);
    EXPECT_EQ(loaded.master_lists[0].file, "a-good.ml");
    EXPECT_EQ(loaded.master_lists[0].country, "XU");
    EXPECT_EQ(loaded.master_lists[0].certificates, 4U);
    EXPECT_EQ(loaded.store->anchors()[0]->source.file, "a-good.ml");
    EXPECT_EQ(loaded.store->anchors()[0]->source.master_list, 0U);
    // A trusted signer of master lists is not trusted for documents.
    EXPECT_EQ(loaded.store->verify_chain(test::pki_certificate("signer/ds_rsa"), {}, now, std::nullopt).chain,
              CheckResult::not_performed(Reason::issuer_unknown));
}

TEST_F(TrustDirectory, OfFetchedListsCountsWhatIsSignedAlone) {
    put_anchor("csca_rsa");
    fs::create_directory(signers());
    write(signers() / "csca_rsa.der", pki_file("csca/csca_rsa.der"));
    fs::create_directory(fetched());
    write(fetched() / "good.ml", pki_file("master_list/good.ml"));
    write(fetched() / "rsa.crl", pki_file("crl/csca_rsa.der"));
    EXPECT_EQ(load().anchors, 5U);
    EXPECT_EQ(skipped(), Lines{});
    const auto revoked = load().store->verify_chain(test::pki_certificate("signer/ds_revoked"), {}, now, std::nullopt);
    EXPECT_EQ(revoked.revocation, CheckResult::failed(Reason::revoked));
    fs::remove(fetched() / "good.ml");
    write(fetched() / "csca.der", pki_file("csca/csca_pss.der"));
    write(fetched() / "pkd.ldif", pki_file("master_list/signers.ldif"));
    write(fetched() / "stranger.ml", pki_file("master_list/unknown.ml"));
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 1U);
    EXPECT_EQ(loaded.document_signers, 0U);
    EXPECT_EQ(skipped(),
              (Lines{"csca.der: not_a_master_list", "pkd.ldif#1: not_a_master_list", "pkd.ldif#2: not_a_master_list",
                     "pkd.ldif#4: not_a_master_list", "stranger.ml: signer_unknown"}));
}

TEST_F(TrustDirectory, AFolderOfFetchedListsThatCannotBeReadTakesNothingElseAway) {
    put_anchor("csca_rsa");
    write(fetched(), as_bytes("no folder"));
    EXPECT_EQ(load().anchors, 1U);
    EXPECT_EQ(skipped(), Lines{fetched().native() + ": io_failure"});
}

TEST_F(TrustDirectory, NamesWhatIsWrongInsideAMasterList) {
    fs::create_directory(signers());
    write(signers() / "csca_rsa.pem", as_bytes(pem("CERTIFICATE", pki_file("csca/csca_rsa.der"))));
    write(csca() / "list.pem", as_bytes(pem("CMS", pki_file("master_list/signer_inside.ml"))));
    EXPECT_EQ(load().anchors, 1U);
    ASSERT_EQ(skipped().size(), 1U);
    EXPECT_THAT(skipped()[0], testing::MatchesRegex("list.pem#[12]: not_a_ca"));
}

TEST_F(TrustDirectory, TakesThePkdsFiles) {
    fs::create_directory(signers());
    write(signers() / "csca_rsa.der", pki_file("csca/csca_rsa.der"));
    write(csca() / "icaopkd-001.ldif", pki_file("master_list/signers.ldif"));
    write(csca() / "icaopkd-002.ldif", pki_file("master_list/lists.ldif"));
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 5U);
    EXPECT_EQ(loaded.document_signers, 2U);
    const SignedData apart = SignedData::parse(pki_file("sod/no_certificate.der")).value();
    const auto found = loaded.store->document_signers().named_by(apart.signers.at(0).identifier);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(copy(found[0].der), pki_file("signer/ds_p256.der"));
    EXPECT_EQ(skipped(), Lines{"icaopkd-002.ldif#2: signer_unknown"});
    EXPECT_EQ(loaded.store->verify_chain(test::pki_certificate("signer/ds_revoked"), {}, now, std::nullopt).revocation,
              CheckResult::failed(Reason::revoked));
}

TEST_F(TrustDirectory, TakesRevocationListsFromPkdFilesOfEitherDirectory) {
    put_anchor("csca_rsa");
    write(crl() / "icaopkd-001.ldif", pki_file("master_list/signers.ldif"));
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 1U);
    EXPECT_TRUE(loaded.skipped.empty());
    EXPECT_EQ(loaded.store->revocation_lists().size(), 1U);
    EXPECT_EQ(loaded.store->revocation_lists().begin()->second.source, "icaopkd-001.ldif");
}

TEST_F(TrustDirectory, CountsAnAnchorOnceWhereverItStands) {
    fs::create_directory(signers());
    write(signers() / "csca_rsa.der", pki_file("csca/csca_rsa.der"));
    put_anchor("csca_pss");
    write(csca() / "x.ml", pki_file("master_list/good.ml"));
    write(csca() / "y.ml", pki_file("master_list/good.ml"));
    EXPECT_EQ(load().anchors, 4U);
}

TEST_F(TrustDirectory, FindsKeysThatCannotBeUsedOnlyWhenAsked) {
    Bytes other = pki_file("csca/csca_sm2.der");
    // Another curve, by its number: the key of a certificate is not looked at when it is loaded.
    const Bytes number = {0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D};
    const auto at = std::ranges::search(other, number);
    ASSERT_FALSE(at.empty());
    at.back() ^= 1U;
    write(csca() / "other.der", other);
    put_anchor("csca_rsa");
    const LoadedTrust loaded = load();
    EXPECT_EQ(loaded.anchors, 2U);
    EXPECT_EQ(unusable_anchors(*loaded.store),
              (std::vector<SkippedFile>{{"other.der", std::nullopt, Reason::unsupported_key}}));
}

TEST_F(TrustDirectory, NeedsNoRevocationLists) {
    put_anchor("csca_rsa");
    for (const fs::path& path : {fs::path{}, crl() / "nowhere", crl()}) {
        const auto loaded = load(csca(), path);
        ASSERT_TRUE(loaded) << path;
        EXPECT_EQ(loaded->anchors, 1U);
    }
}

TEST_F(TrustDirectory, MayBeEmpty) {
    EXPECT_EQ(load().anchors, 0U);
    ASSERT_TRUE(load().store);
}

}  // namespace
}  // namespace fivestar::crypto
