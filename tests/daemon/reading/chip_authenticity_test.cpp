// SPDX-License-Identifier: Apache-2.0
// Chips that prove themselves, and what impostors' chips come to. The rules are those of docs/API.md.
#include "daemon/reading/chip_authenticity.hpp"

#include "tests/daemon/reading/can_order.hpp"
#include "tests/daemon/reading/simulated_card.hpp"
#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/support/source_directory.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using enum identity::CheckName;
using identity::CheckName;

/// docs/API.md, Chip authenticity: the signed DG14 repeats EF.CardAccess, and holds no key to prove.
TEST(PassportWithPace, OffersNoProofByDg14WithoutAKey) {
    sim::Persona persona = sim::load_persona(test::source_directory() / "sim", "passport").value();
    persona.pace = {{.mapping = sim::Mapping::generic, .cipher = crypto::BlockCipher::aes_128, .parameter = 13}};
    persona.chip_authentication.reset();
    persona.active_authentication.reset();
    SimulatedCard card{"passport", sim::issue_document(persona, test_pki()).value()};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(std::ranges::count(outcome->verification[data_group_hashes].data_groups, 14), 1);
    EXPECT_EQ(outcome->verification[chip_authenticity].outcome, Outcome::not_performed);
    EXPECT_EQ(outcome->verification[chip_authenticity].reason, Reason::not_offered);
    EXPECT_FALSE(outcome->verification.chip_authenticity_offered);
}

TEST(PassportWithPaceAlone, ProvesItsChipByTheMapping) {
    SimulatedCard card{"passport-pace-only"};
    const auto outcome = card.read(can_order(test_persona("passport-pace-only").can), full_trust());
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[access].method, "pace-can");
    EXPECT_EQ(outcome->verification[chip_authenticity].method, "pace-cam");
}

struct Forgery {
    std::string_view tampering;
    const char* persona;
    std::string_view verdict;
    CheckName check;
    Reason finding;
};

void PrintTo(const Forgery& forgery, std::ostream* out) {
    *out << forgery.tampering << ' ' << forgery.persona;
}

class ForgedChip : public testing::TestWithParam<Forgery> {};

TEST_P(ForgedChip, IsNamedByItsCheck) {
    const Forgery& forgery = GetParam();
    const auto profile = std::ranges::find(sim::tampering_profiles(), forgery.tampering, &sim::TamperingProfile::name);
    SimulatedCard card{forgery.persona, {}, profile->tampering};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), forgery.verdict);
    EXPECT_LE(card.commands(), exchange_bound);
    const identity::Check& check = outcome->verification[forgery.check];
    EXPECT_NE(std::ranges::find(check.findings, forgery.finding), check.findings.end()) << to_string(check.reason);
    if (forgery.verdict == "not_genuine") {
        EXPECT_EQ(check.outcome, Outcome::failed);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Documents, ForgedChip,
    testing::Values(
        Forgery{"clone-without-keys", "passport", "not_genuine", chip_authenticity, Reason::chip_authentication_failed},
        Forgery{"clone-without-keys", "passport-pace-only", "not_genuine", chip_authenticity, Reason::pace_cam_failed},
        Forgery{"dg14-missing", "passport", "not_genuine", chip_authenticity, Reason::listed_group_missing},
        Forgery{"dg15-missing", "passport", "not_genuine", chip_authenticity, Reason::listed_group_missing},
        Forgery{"dg12-refused", "passport", "unverified", data_group_hashes, Reason::dg12_not_read},
        Forgery{"dg14-refused", "passport", "unverified", data_group_hashes, Reason::dg14_not_read},
        Forgery{"dg15-refused", "passport", "unverified", data_group_hashes, Reason::dg15_not_read},
        Forgery{"dg14-of-impostor", "passport", "not_genuine", data_group_hashes, Reason::hash_mismatch},
        Forgery{"resigned-by-impostor", "passport", "not_genuine", certificate_chain, Reason::broken},
        Forgery{"resigned-by-unknown", "passport", "unverified", certificate_chain, Reason::issuer_unknown},
        Forgery{"card-access-downgraded", "passport", "not_genuine", access, Reason::card_access_mismatch},
        Forgery{"pace-hidden", "passport", "not_genuine", access, Reason::card_access_mismatch},
        Forgery{"pace-hidden", "passport-pace-only", "not_genuine", access, Reason::card_access_mismatch}),
    [](const auto& card) { return test_name(card.param.tampering) + '_' + test_name(card.param.persona); });

}  // namespace
}  // namespace fivestar::test
