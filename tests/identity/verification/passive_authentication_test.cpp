// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/passive_authentication.hpp"

#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/support/vector_file.hpp"

#include <array>

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

// The fixtures are made by openssl and Python's cryptography: tests/vectors/passive/README.md.

using enum CheckName;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

const WallTime now = std::chrono::sys_days{std::chrono::year{2027} / 1 / 1};

Bytes fixture(std::string_view name) {
    return test::read_vector_bytes(std::string{"passive/"}.append(name));
}

crypto::TrustStore trust(std::initializer_list<std::string_view> anchors, bool with_list) {
    crypto::TrustStore store;
    for (const std::string_view anchor : anchors) {
        const auto added = store.add_anchor(crypto::Certificate::parse(fixture(anchor)).value());
        EXPECT_EQ(added, CheckResult::passed());
    }
    if (with_list) {
        const auto added = store.add_revocation_list(crypto::RevocationList::parse(fixture("crl_ut.der")).value());
        EXPECT_EQ(added, CheckResult::passed());
    }
    return store;
}

/// A document of Utopia as it lies on the reader. Everything may be changed before it is verified.
struct Document {
    Bytes sod = fixture("sod_good.bin");
    Bytes dg1 = fixture("dg1.bin");
    Bytes dg11 = fixture("dg11.bin");
    Bytes dg15 = fixture("dg15.bin");
    std::vector<DataGroupFile> files = {{1, FileState::read, dg1}, {11, FileState::read, dg11}};
    std::string issuing_state = "UTO";
    crypto::TrustStore store = trust({"csca_ut.der", "csca_de.der"}, true);
    AlgorithmPolicy policy = {};

    [[nodiscard]] SodReport report() const {
        const std::array stores{&store};
        return verify_sod(parse_sod(sod), stores, now, policy).at(0);
    }

    [[nodiscard]] Verification verify() const {
        Verification verification;
        report_passive_authentication(report(), files, issuing_state, verification);
        return verification;
    }
};

void expect_failed(const Verification& verification, CheckName name, Reason reason) {
    EXPECT_EQ(verification[name].outcome, Outcome::failed) << to_string(name);
    EXPECT_EQ(verification[name].reason, reason);
    EXPECT_EQ(verification[name].name, name);
}

void expect_skipped(const Verification& verification, CheckName name, Reason reason) {
    EXPECT_EQ(verification[name].outcome, Outcome::not_performed) << to_string(name);
    EXPECT_EQ(verification[name].reason, reason);
}

TEST(PassiveAuthentication, BelievesAGoodDocument) {
    const Verification verification = Document{}.verify();
    for (const CheckName name :
         {data_group_hashes, signature, certificate_chain, certificate_validity, revocation, algorithm_policy}) {
        EXPECT_EQ(verification[name].outcome, Outcome::passed)
            << to_string(name) << ' ' << to_string(verification[name].reason);
        EXPECT_THAT(verification[name].findings, IsEmpty()) << to_string(name);
    }
    EXPECT_THAT(verification[data_group_hashes].data_groups, ElementsAre(1, 11));
    EXPECT_EQ(verification[data_group_hashes].method, "sha256");
    EXPECT_EQ(verification[signature].method, "ecdsa-sha256");
    EXPECT_EQ(verification[certificate_validity].at_signing, Outcome::passed);
    expect_skipped(verification, chip_authenticity, Reason::not_offered);
    EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::genuine);
}

TEST(PassiveAuthentication, ReportsToEachStoreByItself) {
    const Document document;
    const crypto::TrustStore nobody;
    const std::array stores{&nobody, &document.store};
    const auto reports = verify_sod(parse_sod(document.sod), stores, now, document.policy);
    ASSERT_EQ(reports.size(), 2U);
    for (const SodReport& report : reports) EXPECT_TRUE(report.verified());
    EXPECT_EQ(reports[0].certificate_chain.reason, Reason::issuer_unknown);
    EXPECT_EQ(reports[1].certificate_chain.outcome, Outcome::passed);
}

TEST(PassiveAuthentication, SeesEveryFlippedBitOfADataGroup) {
    Document document;
    const SodReport sod = document.report();
    Bytes forged = document.dg1;
    const DataGroupFile file{1, FileState::read, forged};
    for (std::size_t bit = 0; bit < forged.size() * 8; ++bit) {
        const auto flip = static_cast<std::uint8_t>(1U << bit % 8);
        forged[bit / 8] ^= flip;
        Verification verification;
        report_passive_authentication(sod, {&file, 1}, "UTO", verification);
        expect_failed(verification, data_group_hashes, Reason::hash_mismatch);
        EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::not_genuine);
        forged[bit / 8] ^= flip;
    }
}

TEST(PassiveAuthentication, SeesDataGroupsSwapped) {
    Document document;
    document.files = {{1, FileState::read, document.dg11}, {11, FileState::read, document.dg1}};
    const Verification verification = document.verify();
    expect_failed(verification, data_group_hashes, Reason::hash_mismatch);
    EXPECT_THAT(verification[data_group_hashes].data_groups, IsEmpty());
}

TEST(PassiveAuthentication, NeverCallsASodWithAFlippedBitGenuine) {
    Document document;
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

TEST(PassiveAuthentication, RefusesASodThatIsCutOrFollowedByMore) {
    Document document;
    const Bytes good = document.sod;
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{4}, good.size() / 2, good.size() - 1}) {
        document.sod.assign(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
        expect_failed(document.verify(), signature, Reason::malformed);
        expect_failed(document.verify(), data_group_hashes, Reason::malformed);
    }
    document.sod = good;
    document.sod.push_back(0);
    expect_failed(document.verify(), signature, Reason::malformed);
}

TEST(PassiveAuthentication, ProvesNothingWithoutASod) {
    Document document;
    document.sod.clear();
    const Verification verification = document.verify();
    for (const CheckName name :
         {data_group_hashes, signature, certificate_chain, certificate_validity, revocation, algorithm_policy}) {
        expect_skipped(verification, name, Reason::no_security_object);
    }
    EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::unverified);
}

TEST(PassiveAuthentication, ReportsADataGroupThatIsNotListed) {
    for (const FileState state : {FileState::read, FileState::refused, FileState::unreadable}) {
        Document document;
        document.files.push_back({13, state, document.dg15});
        expect_failed(document.verify(), data_group_hashes, Reason::unlisted_data_group);
    }
    Document document;
    document.files.push_back({13, FileState::not_asked, {}});
    document.files.push_back({14, FileState::absent, {}});
    const Verification verification = document.verify();
    EXPECT_EQ(verification[data_group_hashes].outcome, Outcome::passed);
    EXPECT_THAT(verification[data_group_hashes].findings, ElementsAre(Reason::unlisted_group_announced));
}

TEST(PassiveAuthentication, ReportsListedGroupsThatWereNotRead) {
    const std::pair<FileState, Reason> states[] = {{FileState::absent, Reason::listed_group_missing},
                                                   {FileState::refused, Reason::listed_group_refused},
                                                   {FileState::unreadable, Reason::listed_group_unreadable}};
    for (const auto& [state, finding] : states) {
        Document document;
        document.files[1] = {11, state, {}};
        const Verification verification = document.verify();
        EXPECT_EQ(verification[data_group_hashes].outcome, Outcome::passed);
        EXPECT_THAT(verification[data_group_hashes].data_groups, ElementsAre(1));
        EXPECT_THAT(verification[data_group_hashes].findings, ElementsAre(finding));
    }
    Document document;
    document.files[1] = {11, FileState::not_asked, {}};
    EXPECT_THAT(document.verify()[data_group_hashes].findings, IsEmpty());
    document.files.clear();
    expect_skipped(document.verify(), data_group_hashes, Reason::no_data_group_read);
}

TEST(PassiveAuthentication, LeavesAnUnknownIssuerUnverified) {
    Document document;
    document.store = {};
    const Verification verification = document.verify();
    EXPECT_EQ(verification[signature].outcome, Outcome::passed);
    expect_skipped(verification, certificate_chain, Reason::issuer_unknown);
    EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::unverified);
}

TEST(PassiveAuthentication, DoesNotTrustANamesake) {
    // Another authority of the same name signed; the anchor that the name selects did not.
    Document document;
    document.sod = fixture("sod_unknown_issuer.bin");
    EXPECT_NE(document.verify()[certificate_chain].outcome, Outcome::passed);
    EXPECT_NE(verdict(Profile::emrtd, document.verify()), Verdict::genuine);
}

TEST(PassiveAuthentication, TellsTodayFromTheDayOfSigning) {
    Document document;
    document.sod = fixture("sod_expired.bin");
    const Verification verification = document.verify();
    expect_failed(verification, certificate_validity, Reason::signer_expired);
    EXPECT_EQ(verification[certificate_validity].at_signing, Outcome::passed);
    EXPECT_EQ(verification[certificate_chain].outcome, Outcome::passed);
    EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::genuine);
}

TEST(PassiveAuthentication, HeedsRevocationLists) {
    Document document;
    document.sod = fixture("sod_revoked.bin");
    expect_failed(document.verify(), revocation, Reason::revoked);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::not_genuine);
    document.store = trust({"csca_ut.der"}, false);
    expect_skipped(document.verify(), revocation, Reason::no_crl);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::genuine);
}

TEST(PassiveAuthentication, ComparesTheCountriesOfDocumentAndIssuer) {
    Document document;
    document.sod = fixture("sod_foreign.bin");
    expect_failed(document.verify(), certificate_chain, Reason::country_mismatch);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::not_genuine);

    document = {};
    document.sod = fixture("sod_german.bin");
    const Bytes german = fixture("dg1_german.bin");
    document.files = {{1, FileState::read, german}};
    document.issuing_state = "D";
    EXPECT_EQ(document.verify()[certificate_chain].outcome, Outcome::passed);

    document.issuing_state = "";
    expect_skipped(document.verify(), certificate_chain, Reason::country_unknown);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::unverified);
}

TEST(PassiveAuthentication, ReportsSha1AndRefusesItOnRequest) {
    Document document;
    document.sod = fixture("sod_sha1.bin");
    const Verification reported = document.verify();
    EXPECT_EQ(reported[algorithm_policy].outcome, Outcome::passed);
    EXPECT_THAT(reported[algorithm_policy].findings, ElementsAre(Reason::sha1));
    EXPECT_EQ(verdict(Profile::emrtd, reported), Verdict::genuine);

    document.policy.refuse_sha1 = true;
    const Verification refused = document.verify();
    expect_failed(refused, algorithm_policy, Reason::sha1);
    expect_skipped(refused, signature, Reason::refused_by_policy);
    EXPECT_EQ(verdict(Profile::emrtd, refused), Verdict::unverified);
}

TEST(PassiveAuthentication, RefusesShortRsaKeys) {
    Document document;
    document.sod = fixture("sod_rsa_1024.bin");
    expect_failed(document.verify(), algorithm_policy, Reason::rsa_key_too_short);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::unverified);
    document.policy.min_rsa_bits = 1024;
    EXPECT_EQ(document.verify()[signature].method, "rsa-sha256");
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::genuine);
}

TEST(PassiveAuthentication, AcceptsAnOldContentTypeAndReportsIt) {
    Document document;
    document.sod = fixture("sod_old_content_type.bin");
    EXPECT_EQ(document.verify()[signature].outcome, Outcome::passed);
    EXPECT_THAT(document.verify()[signature].findings, ElementsAre(Reason::legacy_content_type));
    document.sod = fixture("sod_other_content_type.bin");
    expect_failed(document.verify(), signature, Reason::content_type_mismatch);
}

TEST(PassiveAuthentication, FailsASignedSomethingElse) {
    Document document;
    document.sod = fixture("sod_not_a_security_object.bin");
    expect_failed(document.verify(), data_group_hashes, Reason::malformed);
}

TEST(PassiveAuthentication, SaysWhetherTheChipCanProveItself) {
    Document document;
    document.sod = fixture("sod_version_1.bin");
    document.files.push_back({15, FileState::read, document.dg15});
    Verification offered = document.verify();
    EXPECT_TRUE(offered.chip_authenticity_offered);
    expect_skipped(offered, chip_authenticity, Reason::not_attempted);
    EXPECT_EQ(verdict(Profile::emrtd, offered), Verdict::unverified);
    offered[chip_authenticity].pass("active");
    EXPECT_EQ(verdict(Profile::emrtd, offered), Verdict::genuine);

    document.files.back() = {15, FileState::absent, {}};
    const Verification missing = document.verify();
    expect_failed(missing, chip_authenticity, Reason::listed_group_missing);
    EXPECT_EQ(verdict(Profile::emrtd, missing), Verdict::not_genuine);

    document.files.pop_back();
    expect_skipped(document.verify(), chip_authenticity, Reason::not_attempted);
}

TEST(PassiveAuthentication, KeepsWhatChipAuthenticationProvedBefore) {
    Document document;
    document.sod = fixture("sod_version_1.bin");
    document.files.push_back({15, FileState::read, document.dg15});
    Verification verification;
    verification[chip_authenticity].pass("pace-cam");
    report_passive_authentication(document.report(), document.files, "UTO", verification);
    EXPECT_EQ(verification[chip_authenticity].outcome, Outcome::passed);
}

TEST(PassiveAuthentication, BelievesNoListThatIsNotSigned) {
    Document document;
    document.sod = fixture("sod_version_1.bin");
    document.sod.back() ^= 1;
    EXPECT_FALSE(document.verify().chip_authenticity_offered);
    EXPECT_THAT(document.verify()[chip_authenticity].findings, Not(Contains(Reason::not_attempted)));
}

}  // namespace
}  // namespace fivestar::identity
