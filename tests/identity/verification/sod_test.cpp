// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/passive_authentication.hpp"
#include "tests/identity/verification/utopia_document.hpp"

#include <array>

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using enum CheckName;
using ::testing::ElementsAre;

TEST(PassiveAuthentication, ReportsToEachStoreByItself) {
    const UtopiaDocument document;
    const crypto::TrustStore nobody;
    const std::array stores{&nobody, &document.store};
    const auto reports = verify_sod(parse_sod(document.sod), stores, now, document.policy);
    ASSERT_EQ(reports.size(), 2U);
    for (const SodReport& report : reports) EXPECT_TRUE(report.verified());
    EXPECT_EQ(reports[0].certificate_chain.reason, Reason::issuer_unknown);
    EXPECT_EQ(reports[1].certificate_chain.outcome, Outcome::passed);
}

TEST(PassiveAuthentication, NeverCallsASodWithAFlippedBitGenuine) {
    UtopiaDocument document;
    const Bytes good = document.sod;
    // The DER around an unauthenticated certificate field may bear a flip; what the verdict rests on may not.
    for (std::size_t at = 0; at < good.size(); at += 5) {
        document.sod = good;
        document.sod[at] ^= 0x10;
        const SodReport report = document.report();
        const Verification verification = document.verify();
        if (verdict(Profile::emrtd, verification) == Verdict::genuine) {
            ASSERT_TRUE(report.verified()) << at;
            EXPECT_THAT(verification[data_group_hashes].data_groups, ElementsAre(1, 11)) << at;
        }
    }
    document.sod = good;
    document.sod.back() ^= 1;  // inside the signature value
    expect_failed(document.verify(), signature, Reason::signature_mismatch);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::not_genuine);
}

/// A file that cannot be read proves as little as an absent one (docs/TRUST.md), which a forger could choose, too.
TEST(PassiveAuthentication, ProvesNothingWithASodThatIsCut) {
    UtopiaDocument document;
    const Bytes good = document.sod;
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{4}, good.size() / 2, good.size() - 1}) {
        document.sod.assign(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
        expect_skipped(document.verify(), signature, Reason::malformed);
        expect_skipped(document.verify(), data_group_hashes, Reason::malformed);
        EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::unverified);
    }
}

/// Octets behind the signed data are signed by nobody and say nothing.
TEST(PassiveAuthentication, IgnoresAndReportsOctetsBehindASod) {
    UtopiaDocument document;
    document.sod.push_back(0);
    const Verification verification = document.verify();
    EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::genuine);
    EXPECT_THAT(verification[signature].findings, ElementsAre(Reason::security_object_trailing_bytes));
}

TEST(PassiveAuthentication, ProvesNothingWithoutASod) {
    UtopiaDocument document;
    document.sod.clear();
    const Verification verification = document.verify();
    for (const CheckName name :
         {data_group_hashes, signature, certificate_chain, certificate_validity, revocation, algorithm_policy}) {
        expect_skipped(verification, name, Reason::no_security_object);
    }
    EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::unverified);
}

TEST(PassiveAuthentication, LeavesAnUnknownIssuerUnverified) {
    UtopiaDocument document;
    document.store = {};
    const Verification verification = document.verify();
    EXPECT_EQ(verification[signature].outcome, Outcome::passed);
    expect_skipped(verification, certificate_chain, Reason::issuer_unknown);
    EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::unverified);
}

TEST(PassiveAuthentication, DoesNotTrustANamesake) {
    // Another authority of the same name signed; the anchor that the name selects did not.
    UtopiaDocument document;
    document.sod = passive_fixture("sod_unknown_issuer.bin");
    EXPECT_NE(document.verify()[certificate_chain].outcome, Outcome::passed);
    EXPECT_NE(verdict(Profile::emrtd, document.verify()), Verdict::genuine);
}

TEST(PassiveAuthentication, TellsTodayFromTheDayOfSigning) {
    UtopiaDocument document;
    document.sod = passive_fixture("sod_expired.bin");
    const Verification verification = document.verify();
    expect_failed(verification, certificate_validity, Reason::signer_expired);
    EXPECT_EQ(verification[certificate_validity].at_signing, Outcome::passed);
    EXPECT_EQ(verification[certificate_chain].outcome, Outcome::passed);
    EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::genuine);
}

TEST(PassiveAuthentication, HeedsRevocationLists) {
    UtopiaDocument document;
    document.sod = passive_fixture("sod_revoked.bin");
    expect_failed(document.verify(), revocation, Reason::revoked);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::not_genuine);
    document.store = utopia_trust({"csca_ut.der"}, false);
    expect_skipped(document.verify(), revocation, Reason::no_crl);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::genuine);
}

TEST(PassiveAuthentication, AcceptsAnOldContentTypeAndReportsIt) {
    UtopiaDocument document;
    document.sod = passive_fixture("sod_old_content_type.bin");
    EXPECT_EQ(document.verify()[signature].outcome, Outcome::passed);
    EXPECT_THAT(document.verify()[signature].findings, ElementsAre(Reason::legacy_content_type));
    document.sod = passive_fixture("sod_other_content_type.bin");
    expect_failed(document.verify(), signature, Reason::content_type_mismatch);
}

TEST(PassiveAuthentication, ProvesNothingByASignedSomethingElse) {
    UtopiaDocument document;
    document.sod = passive_fixture("sod_not_a_security_object.bin");
    expect_skipped(document.verify(), data_group_hashes, Reason::malformed);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::unverified);
}

}  // namespace
}  // namespace fivestar::identity
