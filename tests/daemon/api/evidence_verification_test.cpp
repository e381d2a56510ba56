// SPDX-License-Identifier: Apache-2.0
// Every persona's card and every forgery of it, read with evidence, and verified again from the evidence alone: the
// same verdict by the same checks where they can be repeated, and no more than `unverified` where the terminal's word
// would be needed and is not taken. The verdicts of reads are those that tests/daemon/reading holds.
#include "tests/daemon/api/written_evidence.hpp"
#include "tests/daemon/reading/sam_reader.hpp"
#include "tests/identity/verification/print_reason_code.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using enum identity::CheckName;
using identity::CheckName;

/// Everything that needs nothing but the evidence.
constexpr std::array repeatable{data_group_hashes,    signature,        certificate_chain,
                                certificate_validity, revocation,       algorithm_policy,
                                number_check_digit,   mrz_check_digits, record_consistency};

std::vector<std::string> forgeable_personas() {
    return {"five-star-2023",     "five-star-2023-sm2", "identity-card", "passport",   "passport-contact",
            "passport-pace-only", "passport-plain",     "eep",           "home-return"};
}

class EvidenceOf : public testing::TestWithParam<std::string> {
  protected:
    static const TestEvidenceKey& key() {
        static const TestEvidenceKey key;
        return key;
    }

    static void expect_same_checks(const daemon::ReadOutcome& read, const Verified& again) {
        for (const CheckName name : repeatable) {
            const identity::Check& before = read.verification[name];
            const identity::Check& after = again.report.verification[name];
            EXPECT_EQ(after.outcome, before.outcome) << identity::to_string(name);
            EXPECT_EQ(after.reason, before.reason) << identity::to_string(name);
            EXPECT_EQ(after.data_groups, before.data_groups);
        }
        EXPECT_EQ(again.report.profile, read.profile);
        EXPECT_EQ(again.report.contradiction, Reason::none);
    }
};

TEST_P(EvidenceOf, ComesToTheSameVerdict) {
    const std::string& persona = GetParam();
    std::vector<sim::TamperingProfile> forgeries = sim::tampering_profiles();
    forgeries.insert(forgeries.begin(), {.name = "none", .what = "", .tampering = sim::Tampering::none});
    int compared = 0;
    for (const sim::TamperingProfile& forgery : forgeries) {
        SCOPED_TRACE(forgery.name);
        const sim::Persona& other = test_persona(persona == "passport-plain" ? "passport" : "passport-plain");
        const auto document = sim::issue_document(test_persona(persona), test_pki(), forgery.tampering, &other);
        if (!document) continue;  // nothing of that kind to be forged
        SimulatedCard card{persona, *document};
        const auto read = card.read(evidence_order(persona), full_trust());
        if (!read) continue;  // no record, no evidence
        ++compared;
        const std::string daemons{identity::to_string(read->verdict)};

        const auto alone = verified(written(*read));
        ASSERT_TRUE(alone.has_value());
        expect_same_checks(*read, *alone);
        EXPECT_EQ(alone->verdict, daemons);  // whose chip proves itself does so by active authentication, too
        EXPECT_EQ(alone->signature, cli::SignatureVerdict::unsigned_evidence);

        const std::string text = written(*read, key().get());
        const auto believed = verified(text, key().believed());
        ASSERT_TRUE(believed.has_value());
        EXPECT_EQ(believed->signature, cli::SignatureVerdict::good);
        expect_same_checks(*read, *believed);
        EXPECT_EQ(believed->verdict, daemons);

        // Signed by nobody who is believed: as good as not signed.
        const auto stranger = verified(text);
        ASSERT_TRUE(stranger.has_value());
        EXPECT_EQ(stranger->signature, cli::SignatureVerdict::key_unknown);
        EXPECT_EQ(stranger->verdict, alone->verdict);
    }
    EXPECT_GE(compared, 8);
}

INSTANTIATE_TEST_SUITE_P(Personas, EvidenceOf, testing::ValuesIn(forgeable_personas()),
                         [](const auto& persona) { return test_name(persona.param); });

/// One persona's evidence, unsigned.
Verified evidence_of(const std::string& persona, sim::Tampering tampering = sim::Tampering::none) {
    SimulatedCard card{persona, {}, tampering};
    const auto read = card.read(evidence_order(persona), full_trust());
    return verified(written(read.value())).value();
}

enum class ChipKey : std::uint8_t { its_own, anothers };

/// A read of the persona's document as if its issuer had left out active authentication.
daemon::ReadOutcome read_without_active(const std::string& persona, ChipKey key = ChipKey::its_own) {
    sim::Persona changed = test_persona(persona);
    changed.active_authentication.reset();
    auto document = sim::issue_document(changed, test_pki()).value();
    if (key == ChipKey::anothers) document.chip_authentication[document.chip_authentication.size() - 1] ^= 0x01U;
    SimulatedCard card{persona, document};
    return card.read(evidence_order(persona), full_trust()).value();
}

TEST(TransferableEvidence, ActiveAuthenticationProvesTheChipToOthers) {
    const auto result = evidence_of("passport");
    EXPECT_EQ(result.verdict, "genuine");
    const identity::Check& chip = result.report.verification[chip_authenticity];
    EXPECT_EQ(chip.outcome, Outcome::passed);
    EXPECT_EQ(chip.method, "active");
    EXPECT_EQ(result.report.verification[access].reason, Reason::not_transferable);
    EXPECT_EQ(result.report.valid_at_reading, Outcome::passed);
}

TEST(TransferableEvidence, OtherProofsAreTheTerminalsWord) {
    const TestEvidenceKey key;
    for (const auto& [persona, method] : {std::pair{"passport", "chip"}, {"passport-pace-only", "pace-cam"}}) {
        const auto read = read_without_active(persona);
        ASSERT_EQ(read.verdict, identity::Verdict::genuine) << persona;
        EXPECT_EQ(read.verification[chip_authenticity].method, method);
        const auto alone = verified(written(read));
        ASSERT_TRUE(alone.has_value());
        EXPECT_EQ(alone->verdict, "unverified");
        EXPECT_EQ(alone->report.contradiction, Reason::none);
        const identity::Check& chip = alone->report.verification[chip_authenticity];
        EXPECT_EQ(chip.outcome, Outcome::not_performed);
        EXPECT_THAT(chip.findings, testing::Contains(Reason::not_transferable));
        const auto believed = verified(written(read, key.get()), key.believed());
        ASSERT_TRUE(believed.has_value());
        EXPECT_EQ(believed->verdict, "genuine");
        EXPECT_EQ(believed->report.verification[chip_authenticity].method, method);
    }
}

TEST(TransferableEvidence, WhatTheTerminalSaysAgainstItStands) {
    for (const char* persona : {"passport", "passport-pace-only"}) {
        const auto read = read_without_active(persona, ChipKey::anothers);
        ASSERT_EQ(read.verdict, identity::Verdict::not_genuine);
        EXPECT_EQ(verified(written(read))->verdict, "not_genuine") << persona;
    }
    const auto result = evidence_of("passport", sim::Tampering::card_access_downgraded);
    EXPECT_EQ(result.verdict, "not_genuine");
    EXPECT_EQ(result.report.verification[access].reason, Reason::card_access_mismatch);
}

/// A passport's evidence without files that show its holder.
std::string digests_alone(const daemon::EvidenceKey* key) {
    SimulatedCard card{"passport"};
    const auto read = card.read(evidence_order("passport"), full_trust());
    daemon::FieldSet fields;
    EXPECT_TRUE(fields.add("evidence"));
    return written(read.value(), key, fields);
}

TEST(EvidenceOfDigests, SaysNothingOfWhoseDocumentItIsUnlessTheTerminalIsBelieved) {
    const TestEvidenceKey key;
    const auto alone = verified(digests_alone(nullptr));
    ASSERT_TRUE(alone.has_value());
    EXPECT_EQ(alone->report.contradiction, Reason::none);
    EXPECT_EQ(alone->verdict, "unverified");
    EXPECT_EQ(alone->report.verification[certificate_chain].reason, Reason::country_unknown);
    EXPECT_THAT(alone->report.verification[data_group_hashes].data_groups, testing::ElementsAre(14, 15));
    const auto believed = verified(digests_alone(key.get()), key.believed());
    ASSERT_TRUE(believed.has_value());
    EXPECT_EQ(believed->verdict, "genuine");
    EXPECT_THAT(believed->report.verification[data_group_hashes].data_groups,
                testing::ElementsAre(1, 2, 11, 12, 14, 15));
}

TEST(EvidenceOfAModule, IsItsWordAndTheTerminals) {
    const TestEvidenceKey key;
    for (const auto& [kind, verdict] : {std::pair{"Y", "genuine"}, {"J", "genuine"}, {"cn", "unverified"}}) {
        SamReader reader{kind};
        daemon::ReadRequest order;
        order.evidence = true;
        const auto read = reader.read(order);
        ASSERT_EQ(summary(read), verdict);
        const auto alone = verified(written(*read));
        ASSERT_TRUE(alone.has_value());
        EXPECT_EQ(alone->verdict, "unverified") << kind;
        EXPECT_EQ(alone->report.verification[chip_authenticity].reason, Reason::not_transferable);
        for (const CheckName name : repeatable) {
            EXPECT_EQ(alone->report.verification[name].outcome, read->verification[name].outcome)
                << identity::to_string(name);
        }
        const auto believed = verified(written(*read, key.get()), key.believed());
        ASSERT_TRUE(believed.has_value());
        EXPECT_EQ(believed->verdict, verdict) << kind;
    }
}

// The verifier's day and lists, not the terminal's, say whether certificates are good today.
TEST(EvidenceLater, IsJudgedByTheDayOfTheVerification) {
    SimulatedCard card{"passport-plain"};
    const auto read = card.read(evidence_order("passport-plain"), full_trust());
    const auto file = cli::parse_evidence_file(written(read.value()));
    ASSERT_TRUE(file.has_value());
    const auto trust = full_trust();
    const WallTime later = std::chrono::sys_days{reading_day} + std::chrono::years{40};
    const auto report = identity::verify_evidence(file->evidence, {.trust = *trust.trust}, later);
    EXPECT_EQ(report.verification[certificate_validity].outcome, Outcome::failed);
    EXPECT_EQ(report.valid_at_reading, Outcome::passed);
    EXPECT_EQ(report.verdict, identity::Verdict::genuine);
    const crypto::TrustStore nobody;
    const auto untrusting = identity::verify_evidence(file->evidence, {.trust = nobody}, later);
    EXPECT_EQ(untrusting.verdict, identity::Verdict::unverified);
    EXPECT_EQ(untrusting.verification[certificate_chain].reason, Reason::issuer_unknown);
}

}  // namespace
}  // namespace fivestar::test
