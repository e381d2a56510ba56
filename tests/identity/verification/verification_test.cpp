// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/verification.hpp"

#include "tests/identity/verification/print_reason_code.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using enum CheckName;
using ::testing::ElementsAre;

constexpr Outcome outcomes[] = {Outcome::passed, Outcome::failed, Outcome::not_performed};

void set(Verification& verification, CheckName name, Outcome outcome) {
    verification[name].outcome = outcome;
}

TEST(Verification, ListsAllChecksInTheirOrder) {
    const Verification verification;
    std::vector<std::string_view> names;
    for (const Check& check : verification.checks()) {
        names.push_back(to_string(check.name));
        EXPECT_EQ(check.outcome, Outcome::not_performed);
        EXPECT_EQ(check_names.find(to_string(check.name)), check.name);
    }
    EXPECT_THAT(names, ElementsAre("access", "data_group_hashes", "signature", "certificate_chain",
                                   "certificate_validity", "revocation", "algorithm_policy", "chip_authenticity",
                                   "number_check_digit", "mrz_check_digits", "record_consistency"));
    EXPECT_EQ(check_names.find("luck"), std::nullopt);
}

TEST(Check, LetsAFailureStand) {
    Check check{.name = signature};
    check.report(Reason::no_crl);
    check.pass("bac");
    EXPECT_EQ(check.outcome, Outcome::passed);
    EXPECT_TRUE(check.reason.empty());
    check.report(Reason::revoked);
    check.report(Reason::hash_mismatch);
    check.pass();
    check.report(Reason::no_crl);
    EXPECT_EQ(check.outcome, Outcome::failed);
    EXPECT_EQ(check.reason, Reason::revoked);
    EXPECT_EQ(check.method, "bac");
    EXPECT_THAT(check.findings, ElementsAre(Reason::no_crl, Reason::revoked, Reason::hash_mismatch));
}

/// The classes are those of docs/TRUST.md.
TEST(Check, TakesItsOutcomeFromTheReason) {
    Check check{.name = data_group_hashes};
    check.pass();
    check.report(Reason::sha1);
    EXPECT_EQ(check.outcome, Outcome::passed) << "remarked";
    check.note(Reason::listed_group_missing);
    EXPECT_EQ(check.outcome, Outcome::passed) << "a cause beside the reason";
    check.report(Reason::dg2_not_read);
    EXPECT_EQ(check.outcome, Outcome::not_performed);
    EXPECT_EQ(check.reason, Reason::dg2_not_read);
    check.report(Reason::hash_mismatch);
    EXPECT_EQ(check.outcome, Outcome::failed);
    check.report(Reason::dg2_not_read);
    EXPECT_EQ(check.outcome, Outcome::failed);
    EXPECT_EQ(check.reason, Reason::hash_mismatch);
    EXPECT_THAT(check.findings,
                ElementsAre(Reason::sha1, Reason::listed_group_missing, Reason::dg2_not_read, Reason::hash_mismatch));
    Check policy{.name = algorithm_policy};
    policy.refuse(Reason::sha1);
    EXPECT_EQ(policy.outcome, Outcome::failed);
}

TEST(ReasonCode, KeepsATextThatIsNoReason) {
    EXPECT_EQ(ReasonCode::parse("revoked"), Reason::revoked);
    EXPECT_EQ(ReasonCode::parse(""), Reason::none);
    const ReasonCode newer = ReasonCode::parse("of_a_newer_version");
    EXPECT_EQ(to_string(newer), "of_a_newer_version");
    EXPECT_FALSE(newer.empty());
    for (const Reason known : {Reason::none, Reason::revoked}) EXPECT_NE(newer, known);
}

/// The verdict of docs/API.md on a signed document, written out once more: over every combination of the checks that
/// count there.
TEST(Verdict, FollowsTheTableForSignedDocuments) {
    std::size_t combinations = 0;
    for (const Profile profile : {Profile::emrtd, Profile::lds}) {
        for (unsigned number = 0; number < 3 * 3 * 3 * 3 * 3 * 3 * 2; ++number) {
            unsigned rest = number;
            const auto next = [&] {
                const Outcome outcome = outcomes[rest % 3];
                rest /= 3;
                return outcome;
            };
            const Outcome a = next(), h = next(), s = next(), c = next(), r = next(), chip = next();
            Verification verification;
            set(verification, access, a);
            set(verification, data_group_hashes, h);
            set(verification, signature, s);
            set(verification, certificate_chain, c);
            set(verification, revocation, r);
            set(verification, chip_authenticity, chip);
            verification.chip_authenticity_offered = rest == 1;

            constexpr auto good = Outcome::passed;
            constexpr auto bad = Outcome::failed;
            const bool any_failed = a == bad || h == bad || s == bad || c == bad || r == bad || chip == bad;
            const bool all_passed = h == good && s == good && c == good && (rest == 0 || chip == good);
            const Verdict expected = any_failed   ? Verdict::not_genuine
                                     : all_passed ? Verdict::genuine
                                                  : Verdict::unverified;
            EXPECT_EQ(verdict(profile, verification), expected) << number;
            ++combinations;
        }
    }
    EXPECT_EQ(combinations, 2U * 1458U);
}

TEST(Verdict, OfASignedDocumentDoesNotDependOnTheOtherChecks) {
    for (const CheckName name :
         {certificate_validity, algorithm_policy, number_check_digit, mrz_check_digits, record_consistency}) {
        for (const Outcome outcome : outcomes) {
            Verification verification;
            for (const CheckName needed : {data_group_hashes, signature, certificate_chain}) {
                set(verification, needed, Outcome::passed);
            }
            set(verification, name, outcome);
            EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::genuine) << to_string(name);
        }
    }
}

TEST(Verdict, FollowsTheTableForSecurityModules) {
    for (const Outcome chip : outcomes) {
        for (const Outcome number : outcomes) {
            for (const Outcome consistency : outcomes) {
                Verification verification;
                set(verification, access, Outcome::passed);
                set(verification, chip_authenticity, chip);
                set(verification, number_check_digit, number);
                set(verification, record_consistency, consistency);
                Verdict expected = Verdict::unverified;
                if (chip == Outcome::failed) expected = Verdict::not_genuine;
                if (chip == Outcome::passed && number != Outcome::failed && consistency != Outcome::failed) {
                    expected = Verdict::genuine;
                }
                EXPECT_EQ(verdict(Profile::sam, verification), expected);
            }
        }
    }
}

TEST(Verdict, NeedsNoSignatureFromASecurityModule) {
    Verification verification;
    set(verification, chip_authenticity, Outcome::passed);
    EXPECT_EQ(verdict(Profile::sam, verification), Verdict::genuine);
    EXPECT_EQ(verdict(Profile::emrtd, verification), Verdict::unverified);
}

}  // namespace
}  // namespace fivestar::identity
