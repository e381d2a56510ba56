// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/passive_authentication.hpp"

#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/identity/verification/utopia_document.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

// The fixtures are made by openssl and Python's cryptography: tests/vectors/passive/README.md.

using enum CheckName;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(PassiveAuthentication, BelievesAGoodDocument) {
    const Verification verification = UtopiaDocument{}.verify();
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

TEST(PassiveAuthentication, SeesEveryFlippedBitOfADataGroup) {
    UtopiaDocument document;
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
    UtopiaDocument document;
    document.files = {{1, FileState::read, document.dg11}, {11, FileState::read, document.dg1}};
    const Verification verification = document.verify();
    expect_failed(verification, data_group_hashes, Reason::hash_mismatch);
    EXPECT_THAT(verification[data_group_hashes].data_groups, IsEmpty());
}

TEST(PassiveAuthentication, ReportsADataGroupThatIsNotListed) {
    for (const FileState state : {FileState::read, FileState::refused, FileState::unreadable}) {
        UtopiaDocument document;
        document.files.push_back({13, state, document.dg15});
        expect_failed(document.verify(), data_group_hashes, Reason::unlisted_data_group);
    }
    UtopiaDocument document;
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
        UtopiaDocument document;
        document.files[1] = {11, state, {}};
        const Verification verification = document.verify();
        expect_skipped(verification, data_group_hashes, Reason::dg11_not_read);
        EXPECT_THAT(verification[data_group_hashes].data_groups, ElementsAre(1));
        EXPECT_THAT(verification[data_group_hashes].findings, ElementsAre(finding, Reason::dg11_not_read));
        EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::unverified);
        EXPECT_TRUE(is_withheld(11, verification));
        EXPECT_FALSE(is_withheld(2, verification));
    }
    UtopiaDocument document;
    document.files[1] = {11, FileState::not_asked, {}};
    EXPECT_THAT(document.verify()[data_group_hashes].findings, IsEmpty());
    document.files.clear();
    expect_skipped(document.verify(), data_group_hashes, Reason::no_data_group_read);
}

/// A list of which not every entry can be read: nothing read is called unlisted for it, and nothing is called complete.
TEST(PassiveAuthentication, ProvesNoCompletenessByAListWithAnUnreadableEntry) {
    UtopiaDocument document;
    document.files.push_back({13, FileState::read, document.dg15});
    SodReport sod = document.report();
    sod.security_object->has_unreadable_entry = true;
    Verification verification;
    report_passive_authentication(sod, document.files, "UTO", verification);
    expect_skipped(verification, data_group_hashes, Reason::hash_unreadable);
    EXPECT_THAT(verification[data_group_hashes].data_groups, ElementsAre(1, 11));
    EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::unverified);

    sod = document.report();
    sod.security_object->hashes[13] = {};  // listed with a hash that cannot be compared
    report_passive_authentication(sod, document.files, "UTO", verification);
    expect_skipped(verification, data_group_hashes, Reason::hash_unreadable);
}

TEST(PassiveAuthentication, ComparesTheCountriesOfDocumentAndIssuer) {
    UtopiaDocument document;
    document.sod = passive_fixture("sod_foreign.bin");
    expect_failed(document.verify(), certificate_chain, Reason::country_mismatch);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::not_genuine);

    document = {};
    document.sod = passive_fixture("sod_german.bin");
    const Bytes german = passive_fixture("dg1_german.bin");
    document.files = {{1, FileState::read, german}};
    document.issuing_state = "D";
    EXPECT_EQ(document.verify()[certificate_chain].outcome, Outcome::passed);

    document.issuing_state = "";
    expect_skipped(document.verify(), certificate_chain, Reason::country_unknown);
    EXPECT_EQ(verdict(Profile::emrtd, document.verify()), Verdict::unverified);
}

TEST(PassiveAuthentication, SaysWhetherTheChipCanProveItself) {
    UtopiaDocument document;
    document.sod = passive_fixture("sod_version_1.bin");
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
    UtopiaDocument document;
    document.sod = passive_fixture("sod_version_1.bin");
    document.files.push_back({15, FileState::read, document.dg15});
    Verification verification;
    verification[chip_authenticity].pass("pace-cam");
    report_passive_authentication(document.report(), document.files, "UTO", verification);
    EXPECT_EQ(verification[chip_authenticity].outcome, Outcome::passed);
}

TEST(PassiveAuthentication, BelievesNoListThatIsNotSigned) {
    UtopiaDocument document;
    document.sod = passive_fixture("sod_version_1.bin");
    document.sod.back() ^= 1;
    EXPECT_FALSE(document.verify().chip_authenticity_offered);
    EXPECT_THAT(document.verify()[chip_authenticity].findings, Not(Contains(Reason::not_attempted)));
}

}  // namespace
}  // namespace fivestar::identity
