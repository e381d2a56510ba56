// SPDX-License-Identifier: Apache-2.0
// Documents that are not what their issuer made: the verdict, and the check that says why. The rules are those of
// docs/API.md and ICAO Doc 9303-11 §5.1.
#include "sim/documents/tampering.hpp"

#include "tests/daemon/reading/simulated_card.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using enum identity::CheckName;
using identity::CheckName;

struct ExpectedOfTampering {
    std::string_view tampering;
    std::string_view verdict;
    CheckName check;
    Outcome outcome;
    Reason finding;
};

void PrintTo(const ExpectedOfTampering& expected, std::ostream* out) {
    *out << expected.tampering;
}

const std::vector<ExpectedOfTampering>& expectations() {
    static const std::vector<ExpectedOfTampering> table{
        {"bit-in-dg1", "not_genuine", data_group_hashes, Outcome::failed, Reason::hash_mismatch},
        {"bit-in-dg2", "not_genuine", data_group_hashes, Outcome::failed, Reason::hash_mismatch},
        {"bit-in-dg11", "not_genuine", data_group_hashes, Outcome::failed, Reason::hash_mismatch},
        {"bit-in-dg13", "not_genuine", data_group_hashes, Outcome::failed, Reason::hash_mismatch},
        {"bit-in-signature", "not_genuine", signature, Outcome::failed, Reason::signature_mismatch},
        {"dg1-of-another", "not_genuine", data_group_hashes, Outcome::failed, Reason::hash_mismatch},
        {"dg2-of-another", "not_genuine", data_group_hashes, Outcome::failed, Reason::hash_mismatch},
        {"unlisted-data-group", "not_genuine", data_group_hashes, Outcome::failed, Reason::unlisted_data_group},
        {"dg15-missing", "not_genuine", chip_authenticity, Outcome::failed, Reason::listed_group_missing},
        {"absent-group-in-common", "genuine", data_group_hashes, Outcome::passed, Reason::none},
        {"unknown-csca", "unverified", certificate_chain, Outcome::not_performed, Reason::issuer_unknown},
        {"expired-signer", "genuine", certificate_validity, Outcome::failed, Reason::signer_expired},
        {"revoked-signer", "not_genuine", revocation, Outcome::failed, Reason::revoked},
        {"gigabyte-header", "malformed@read_dg1", data_group_hashes, Outcome::not_performed, Reason::none},
        {"dg2-missing", "unverified", data_group_hashes, Outcome::not_performed, Reason::dg2_not_read},
        {"dg2-refused", "unverified", data_group_hashes, Outcome::not_performed, Reason::dg2_not_read},
        {"dg2-empty", "unverified", data_group_hashes, Outcome::not_performed, Reason::dg2_not_read},
        {"dg2-wrong-tag", "unverified", data_group_hashes, Outcome::not_performed, Reason::dg2_not_read},
        {"dg2-too-long", "unverified", data_group_hashes, Outcome::not_performed, Reason::dg2_not_read},
        {"dg2-too-short", "not_genuine", data_group_hashes, Outcome::failed, Reason::hash_mismatch},
        {"dg2-gigabyte-header", "unverified", data_group_hashes, Outcome::not_performed, Reason::dg2_not_read},
        {"dg11-missing", "unverified", data_group_hashes, Outcome::not_performed, Reason::dg11_not_read},
        {"clone-own-signer", "not_genuine", certificate_chain, Outcome::failed, Reason::broken},
    };
    return table;
}

class EveryTampering : public testing::TestWithParam<ExpectedOfTampering> {
  protected:
    static sim::Tampering tampering() {
        return std::ranges::find(sim::tampering_profiles(), GetParam().tampering, &sim::TamperingProfile::name)
            ->tampering;
    }
};

TEST_P(EveryTampering, IsNamedByItsCheck) {
    const ExpectedOfTampering& expected = GetParam();
    SimulatedCard card{"five-star-2023", {}, tampering()};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), expected.verdict);
    EXPECT_LE(card.commands(), exchange_bound);
    if (!outcome) return;
    const identity::Check& check = outcome->verification[expected.check];
    EXPECT_EQ(check.outcome, expected.outcome);
    if (expected.finding == Reason::none) {
        EXPECT_TRUE(check.findings.empty());
    } else {
        EXPECT_NE(std::ranges::find(check.findings, expected.finding), check.findings.end());
    }
}

/// One fault, one failed check; but altered contents may well contradict each other, too.
TEST_P(EveryTampering, LeavesTheOtherChecksAlone) {
    SimulatedCard card{"five-star-2023", {}, tampering()};
    const auto outcome = card.read();
    if (!outcome) return;
    for (const identity::Check& check : outcome->verification.checks()) {
        if (check.name == GetParam().check || check.name == record_consistency) continue;
        EXPECT_NE(check.outcome, Outcome::failed) << identity::to_string(check.name) << ' ' << to_string(check.reason);
    }
}

INSTANTIATE_TEST_SUITE_P(Documents, EveryTampering, testing::ValuesIn(expectations()),
                         [](const auto& card) { return test_name(card.param.tampering); });

TEST(TamperingTable, HasEveryProfile) {
    for (const sim::TamperingProfile& profile : sim::tampering_profiles()) {
        if (profile.of_chip) continue;  // forged_chips_test.cpp
        EXPECT_EQ(std::ranges::count(expectations(), profile.name, &ExpectedOfTampering::tampering), 1) << profile.name;
    }
}

/// The portrait was not asked for; a file that was not read is not judged.
TEST(BitInTheGroupNobodyReads, IsNotSeen) {
    SimulatedCard card{"passport", {}, sim::Tampering::bit_in_dg2};
    daemon::ReadRequest order = order_for(test_persona("passport"));
    order.wanted.portrait = false;
    const auto outcome = card.read(order, full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[data_group_hashes].data_groups, (std::vector<std::uint8_t>{1, 11, 12, 14, 15}));
    EXPECT_FALSE(outcome->record.portrait.has_value());
}

/// A portrait that nobody requests cannot be withheld, whatever the chip would do.
TEST(WithheldPortrait, DoesNotMatterToAReadWithoutOne) {
    for (const sim::Tampering tampering :
         {sim::Tampering::dg2_missing, sim::Tampering::dg2_refused, sim::Tampering::dg2_gigabyte_header}) {
        SimulatedCard card{"passport", {}, tampering};
        daemon::ReadRequest order = order_for(test_persona("passport"));
        order.wanted.portrait = false;
        const auto outcome = card.read(order, full_trust());
        ASSERT_EQ(summary(outcome), "genuine");
        EXPECT_EQ(outcome->verification[data_group_hashes].outcome, Outcome::passed);
    }
}

/// The verification before the portrait is read does not promise the portrait; the verdict at the end counts.
TEST(WithheldPortrait, IsReportedAfterTheText) {
    SimulatedCard card{"passport", {}, sim::Tampering::dg2_refused};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "unverified");
    EXPECT_EQ(card.observer.texts, 1);
    EXPECT_FALSE(outcome->record.portrait.has_value());
    EXPECT_TRUE(identity::is_withheld(identity::dg_portrait, outcome->verification));
    EXPECT_EQ(outcome->verification[chip_authenticity].outcome, Outcome::passed);
}

}  // namespace
}  // namespace fivestar::test
