// SPDX-License-Identifier: Apache-2.0
// Sound documents of every kind. Expected values are the persona files' own, as a holder would read them off the card.
#include "tests/daemon/reading/simulated_card.hpp"
#include "tests/identity/verification/print_reason_code.hpp"
#include "tests/support/source_directory.hpp"

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using identity::CheckName;
using identity::Profile;

struct Expected {
    const char* persona;
    Profile profile;
    identity::DocumentType type;
    const char* number;
    const char* primary;
    identity::MediaType portrait;
    const char* access;
    std::vector<std::uint8_t> compared;  // data groups
};

void PrintTo(const Expected& expected, std::ostream* out) {
    *out << expected.persona;
}

std::string text(const std::optional<PersonalText>& field) {
    return field ? std::string{field->view()} : std::string{};
}

class EveryPersona : public testing::TestWithParam<Expected> {};

TEST_P(EveryPersona, IsGenuine) {
    SimulatedCard card{GetParam().persona};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(card.status_words().different, 0U);
    EXPECT_EQ(card.status_words().equal == 0, !test_persona(GetParam().persona).access_controlled());
    EXPECT_EQ(outcome->profile, GetParam().profile);
    EXPECT_EQ(outcome->record.document.type, GetParam().type);
    EXPECT_EQ(text(outcome->record.document.number), GetParam().number);
    EXPECT_EQ(text(outcome->record.holder.names.primary), GetParam().primary);
    const identity::Verification& verification = outcome->verification;
    EXPECT_EQ(verification[CheckName::data_group_hashes].data_groups, GetParam().compared);
    EXPECT_EQ(verification[CheckName::access].method, GetParam().access);
    for (const CheckName name : {CheckName::signature, CheckName::certificate_chain, CheckName::certificate_validity,
                                 CheckName::revocation, CheckName::algorithm_policy, CheckName::mrz_check_digits}) {
        EXPECT_EQ(verification[name].outcome, Outcome::passed) << identity::to_string(name);
    }
    EXPECT_NE(verification[CheckName::record_consistency].outcome, Outcome::failed);
}

TEST_P(EveryPersona, ShowsItsPortrait) {
    SimulatedCard card{GetParam().persona};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    ASSERT_TRUE(outcome->record.portrait.has_value());
    EXPECT_EQ(outcome->record.portrait->media_type, GetParam().portrait);
    EXPECT_EQ(copy(outcome->record.portrait->octets), test_persona(GetParam().persona).portrait.image);
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryPersona,
                         testing::Values(Expected{"five-star-2023",
                                                  Profile::lds,
                                                  identity::DocumentType::permanent_resident_card,
                                                  "931586198001010028",
                                                  "ZHENGJIAN",
                                                  identity::MediaType::jpeg,
                                                  "bac",
                                                  {1, 2, 11, 13}},
                                         Expected{"five-star-2023-sm2",
                                                  Profile::lds,
                                                  identity::DocumentType::permanent_resident_card,
                                                  "931586198001010028",
                                                  "ZHENGJIAN",
                                                  identity::MediaType::jpeg,
                                                  "bac",
                                                  {1, 2, 11, 13}},
                                         Expected{"passport",
                                                  Profile::emrtd,
                                                  identity::DocumentType::passport,
                                                  "SP1234567",
                                                  "SPECIMEN",
                                                  identity::MediaType::jpeg,
                                                  "pace-mrz",
                                                  {1, 2, 11, 12, 14, 15}},
                                         Expected{"passport-of-five-star",
                                                  Profile::emrtd,
                                                  identity::DocumentType::passport,
                                                  "SP5550001",
                                                  "ZHENGJIAN",
                                                  identity::MediaType::jpeg,
                                                  "bac",
                                                  {1, 2}},
                                         Expected{"passport-contact",
                                                  Profile::emrtd,
                                                  identity::DocumentType::passport,
                                                  "SPC98765",
                                                  "SPECIMEN CONTACT",
                                                  identity::MediaType::jp2,
                                                  "bac",
                                                  {1, 2, 11, 12}},
                                         Expected{"passport-plain",
                                                  Profile::emrtd,
                                                  identity::DocumentType::passport,
                                                  "SPP000042",
                                                  "SPECIMEN",
                                                  identity::MediaType::j2c,
                                                  "none",
                                                  {1, 2}},
                                         Expected{"identity-card",
                                                  Profile::emrtd,
                                                  identity::DocumentType::identity_card,
                                                  "SPI23145890",
                                                  "SPECIMEN",
                                                  identity::MediaType::jpeg,
                                                  "bac",
                                                  {1, 2}},
                                         Expected{"eep",
                                                  Profile::emrtd,
                                                  identity::DocumentType::hk_macao_exit_permit,
                                                  "C00000000",
                                                  "ZHENGJIAN",
                                                  identity::MediaType::jpeg,
                                                  "bac",
                                                  {1, 2, 11}},
                                         Expected{"taiwan-travel",
                                                  Profile::emrtd,
                                                  identity::DocumentType::taiwan_exit_permit,
                                                  "L00000000",
                                                  "ZHENGJIAN",
                                                  identity::MediaType::jpeg,
                                                  "bac",
                                                  {1, 2, 11}},
                                         Expected{"home-return",
                                                  Profile::emrtd,
                                                  identity::DocumentType::home_return_permit,
                                                  "H12345678",
                                                  "ZHENG JIAN",
                                                  identity::MediaType::jpeg,
                                                  "bac",
                                                  {1, 2, 11}},
                                         Expected{"home-return-non-chinese",
                                                  Profile::emrtd,
                                                  identity::DocumentType::home_return_permit_non_chinese,
                                                  "H12345678",
                                                  "SPECIMEN",
                                                  identity::MediaType::jpeg,
                                                  "bac",
                                                  {1, 2}},
                                         Expected{"taiwan-compatriot",
                                                  Profile::emrtd,
                                                  identity::DocumentType::taiwan_compatriot_permit,
                                                  "00000000",
                                                  "ZHENG JIAN",
                                                  identity::MediaType::jpeg,
                                                  "bac",
                                                  {1, 2, 11}}),
                         [](const auto& card) { return test_name(card.param.persona); });

// The values of the specimens of permits (docs/CHINESE-CARDS.md), as far as they have them.
TEST(TravelPermits, ShowWhatTheirZonesSay) {
    const auto record_of = [](const std::string& persona) {
        SimulatedCard card{persona};
        auto outcome = card.read();
        EXPECT_EQ(summary(outcome), "genuine") << persona;
        return outcome ? std::move(outcome->record) : identity::IdentityRecord{};
    };
    const auto hong_kong = record_of("eep");
    EXPECT_EQ(hong_kong.document.edition, "2014");
    EXPECT_EQ(text(hong_kong.holder.names.chinese), "证件样本") << "of DG11; the zone has room for three";
    EXPECT_EQ(text(hong_kong.holder.birth_place), "110");
    EXPECT_EQ(hong_kong.document.valid_until, std::chrono::year{2024} / 4 / 20);

    const auto home_return = record_of("home-return");
    EXPECT_EQ(text(home_return.holder.personal_number), "A12345678");
    EXPECT_EQ(text(home_return.document.issue_count), "00");
    EXPECT_EQ(text(home_return.document.issuing_authority->zh), "国家移民管理局");
    EXPECT_EQ(text(home_return.holder.nationality), "CHN");

    const auto taiwan = record_of("taiwan-compatriot");
    EXPECT_EQ(text(taiwan.holder.personal_number), "R000000000");
    EXPECT_EQ(text(taiwan.document.acceptance_authority->zh), "福建省");

    const auto foreign = record_of("home-return-non-chinese");
    EXPECT_EQ(text(foreign.holder.names.chinese), "证件样") << "no DG11: of the zone";
    EXPECT_EQ(text(foreign.holder.nationality), "PAK");
}

/// No source tells whether real ones offer it.
TEST(TravelPermits, OpenWithPaceIfTheyOfferIt) {
    for (const std::string name : {"eep", "home-return"}) {
        sim::Persona persona = sim::load_persona(source_directory() / "sim", name).value();
        constexpr std::uint8_t brainpool_p256 = 13;
        persona.pace = {{sim::Mapping::generic, crypto::BlockCipher::aes_128, brainpool_p256}};
        SimulatedCard card{name, sim::issue_document(persona, test_pki()).value()};
        const auto outcome = card.read();
        ASSERT_EQ(summary(outcome), "genuine") << name;
        EXPECT_EQ(outcome->verification[CheckName::access].method, "pace-mrz") << name;
    }
}

TEST(TravelPermits, AreForgedInVain) {
    for (const char* persona :
         {"eep", "taiwan-travel", "home-return", "home-return-non-chinese", "taiwan-compatriot"}) {
        for (const auto& [tampering, verdict] : {std::pair{sim::Tampering::bit_in_dg1, "not_genuine"},
                                                 {sim::Tampering::dg1_of_another, "not_genuine"},
                                                 {sim::Tampering::bit_in_signature, "not_genuine"},
                                                 {sim::Tampering::clone_own_signer, "not_genuine"},
                                                 {sim::Tampering::unknown_csca, "unverified"},
                                                 {sim::Tampering::revoked_signer, "not_genuine"}}) {
            SimulatedCard card{persona, {}, tampering};
            EXPECT_EQ(summary(card.read()), verdict) << persona << static_cast<int>(tampering);
        }
    }
}

TEST(FiveStarProfile, IsSignedWithSm2AsWell) {
    SimulatedCard card{"five-star-2023-sm2"};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(outcome->verification[CheckName::signature].method, "sm2-sm3");
    EXPECT_EQ(outcome->verification[CheckName::data_group_hashes].method, "sm3");
}

TEST(FiveStarProfile, SpeaksChineseWhereItIsBelieved) {
    SimulatedCard card{"five-star-2023"};
    const auto outcome = card.read();
    ASSERT_EQ(summary(outcome), "genuine");
    EXPECT_EQ(text(outcome->record.holder.names.chinese), "证件样本证件样本证件样本证件样");
    EXPECT_TRUE(outcome->record.raw.cn_text.has_value());
}

Result<daemon::ReadOutcome> read_five_star(std::shared_ptr<const crypto::TrustStore> trust,
                                           std::shared_ptr<const crypto::TrustStore> lds_trust) {
    SimulatedCard card{"five-star-2023"};
    return card.read(
        order_for(test_persona("five-star-2023")),
        {.trust = std::move(trust), .lds_trust = std::move(lds_trust), .algorithm_policy = {}, .today = reading_day});
}

TEST(FiveStarProfile, IsOffWithoutItsAnchors) {
    const auto outcome = read_five_star(trust_in(test_pki().anchors()), nullptr);
    ASSERT_EQ(summary(outcome), "unverified");
    EXPECT_EQ(outcome->profile, Profile::emrtd);
    EXPECT_EQ(outcome->verification[CheckName::certificate_chain].reason, Reason::issuer_unknown);
    EXPECT_FALSE(outcome->record.raw.cn_text.has_value());
    EXPECT_EQ(outcome->verification[CheckName::data_group_hashes].data_groups, (std::vector<std::uint8_t>{1, 2, 11}));
}

TEST(FiveStarProfile, IsNotBelievedThroughAnAnchorInThePassportsDirectory) {
    for (const bool profile_on : {false, true}) {
        const auto outcome =
            read_five_star(trust_in(test_pki().lds_anchors()), profile_on ? trust_in(test_pki().anchors()) : nullptr);
        ASSERT_TRUE(outcome.has_value());
        EXPECT_EQ(outcome->profile, Profile::emrtd);
        EXPECT_FALSE(outcome->record.raw.cn_text.has_value());
        EXPECT_FALSE(outcome->record.holder.names.chinese.has_value() && !profile_on);
    }
}

TEST(FiveStarProfile, DoesNotMakePassportsOfItsAnchors) {
    SimulatedCard card{"passport"};
    const auto outcome = card.read(order_for(test_persona("passport")), {.trust = trust_in({}),
                                                                         .lds_trust = trust_in(test_pki().anchors()),
                                                                         .algorithm_policy = {},
                                                                         .today = reading_day});
    ASSERT_EQ(summary(outcome), "unverified");
    EXPECT_EQ(outcome->profile, Profile::emrtd);
}

}  // namespace
}  // namespace fivestar::test
