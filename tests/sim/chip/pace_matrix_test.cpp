// SPDX-License-Identifier: Apache-2.0
// PACE in every combination of ICAO Doc 9303-11 (§4.4.3, tables 2, 3 and 12): the simulated chip against the terminal,
// which share only the arithmetic, and forged messages from either side. docs/CHIP_SECURITY.md lists each combination.
#include "apdu/pace.hpp"
#include "crypto/base/text.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/chip_channel.hpp"
#include "sim/documents/public_keys.hpp"
#include "sim/documents/security_infos.hpp"
#include "tests/sim/chip/chip_combinations.hpp"
#include "tests/sim/chip/forging_channel.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using apdu::PacePassword;
using apdu::PasswordKind;
using test::ForgingChannel;
using test::PaceCombination;

constexpr std::string_view can = "500540";
constexpr std::string_view mrz_information = "L898902C<369080619406236";

PacePassword can_password() {
    return PacePassword::digits(PasswordKind::can, as_bytes(can));
}

class PaceMatrix : public testing::TestWithParam<PaceCombination> {
  protected:
    PaceMatrix() {
        if (offer_.mapping == Mapping::chip_authentication) static_key_ = group_.random_private_key(random_).value();
        Card card;
        card.extended_length = true;
        card.files.application_identifier = test::hex("A0000002471001");
        card.files.application = {{0x0101, 0x01, ReadAccess::secure_messaging, test::hex("61055F1F024142")}};
        card.security.pace.offers = {offer_};
        card.security.pace.passwords.emplace(password_reference::can, SecretBytes{as_bytes(can)});
        card.security.pace.passwords.emplace(password_reference::mrz, encode_mrz_password(mrz_information));
        card.security.pace.mapping_key = static_key_.clone();
        chip_.emplace(std::move(card), Quirks{}, random_);
        channel_.emplace(*chip_);
        const Bytes infos = security_infos(pace_infos(offer_));
        info_ = crypto::SecurityInfos::parse(infos).value().pace.at(0);
    }

    Result<apdu::PaceResult> run(apdu::Channel& channel, const PacePassword& password) {
        return apdu::pace(channel, info_, password, random_);
    }

    void expect_session(const apdu::SessionKeys& keys) {
        auto session = apdu::SecureChannel::create(*channel_, keys);
        ASSERT_TRUE(session.has_value());
        const auto select = apdu::decode_command(test::hex("00A4040C07A0000002471001")).value();
        EXPECT_EQ((*session)->transmit(select)->sw.value, 0x9000);
        const auto read = apdu::decode_command(test::hex("00B0810000")).value();
        EXPECT_EQ(to_hex((*session)->transmit(read)->data), "61055F1F024142");
    }

    void opens_the_chip();
    void refuses_a_wrong_password();
    void is_not_fooled_by_the_terminal();
    void is_not_fooled_by_the_chip();

    SystemRandom random_;
    const PaceOffer offer_ = GetParam().offer;
    const AgreementGroup group_ = AgreementGroup::standardized(offer_.parameter).value();
    SecretBytes static_key_;
    std::optional<Chip> chip_;
    std::optional<ChipChannel> channel_;
    crypto::PaceInfo info_;
};

void PaceMatrix::opens_the_chip() {
    auto with_can = run(*channel_, can_password());
    ASSERT_TRUE(with_can.has_value()) << with_can.error().step << ' ' << to_string(with_can.error().code);
    expect_session(with_can->keys);
    chip_->reset();
    const auto with_mrz = run(*channel_, PacePassword::mrz(as_bytes(mrz_information)));
    ASSERT_TRUE(with_mrz.has_value());
    expect_session(with_mrz->keys);

    ASSERT_EQ(with_mrz->chip_authentication.has_value(), offer_.mapping == Mapping::chip_authentication);
    if (!with_mrz->chip_authentication) return;
    const auto key_of = [&](ByteView private_key) {
        return agreement_key_info(offer_.parameter, group_.power(group_.generator(), private_key).value(),
                                  KeyForm::standardized);
    };
    EXPECT_EQ(apdu::verify_chip_authentication_data(*with_mrz->chip_authentication, key_of(static_key_)), true);
    const SecretBytes another = group_.random_private_key(random_).value();
    EXPECT_EQ(apdu::verify_chip_authentication_data(*with_mrz->chip_authentication, key_of(another)), false);
}

void PaceMatrix::refuses_a_wrong_password() {
    const auto wrong = run(*channel_, PacePassword::digits(PasswordKind::can, as_bytes("500541")));
    ASSERT_FALSE(wrong.has_value());
    EXPECT_EQ(wrong.error().code, ErrorCode::access_denied);
    EXPECT_EQ(wrong.error().sw, 0x6300);
    EXPECT_TRUE(run(*channel_, can_password()).has_value());  // the right password still works
}

/// The chip refuses forged messages of a terminal.
void PaceMatrix::is_not_fooled_by_the_terminal() {
    const bool integrated = offer_.mapping == Mapping::integrated;
    for (const auto& [name, octets] : test::values_outside(group_)) {
        for (const tlv::Tag tag : {tlv::Tag{0x81}, tlv::Tag{0x83}}) {
            if (integrated && tag == 0x81) continue;  // any nonce is valid
            ForgingChannel forging{*channel_, ForgingChannel::Side::command, tag, octets};
            const auto refused = run(forging, can_password());
            ASSERT_FALSE(refused.has_value()) << name;
            EXPECT_EQ(refused.error().sw, 0x6A80) << name;
            EXPECT_TRUE(forging.forged()) << name;
        }
    }
    ForgingChannel forging{*channel_, ForgingChannel::Side::command, 0x85, Bytes(8)};
    const auto refused = run(forging, can_password());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().sw, 0x6300);
    if (!integrated) return;
    ForgingChannel short_nonce{*channel_, ForgingChannel::Side::command, 0x81, Bytes(15)};
    EXPECT_EQ(run(short_nonce, can_password()).error().sw, 0x6A80);
}

/// The terminal refuses forged messages of a chip.
void PaceMatrix::is_not_fooled_by_the_chip() {
    const bool integrated = offer_.mapping == Mapping::integrated;
    for (const auto& [name, octets] : test::values_outside(group_)) {
        for (const tlv::Tag tag : {tlv::Tag{0x82}, tlv::Tag{0x84}}) {
            if (integrated && tag == 0x82) continue;  // empty
            ForgingChannel forging{*channel_, ForgingChannel::Side::response, tag, octets};
            const auto refused = run(forging, can_password());
            ASSERT_FALSE(refused.has_value()) << name;
            const ErrorCode code = refused.error().code;
            EXPECT_TRUE(code == ErrorCode::invalid_key || code == ErrorCode::malformed) << name;
            EXPECT_TRUE(forging.forged()) << name;
        }
    }
    ForgingChannel forging{*channel_, ForgingChannel::Side::response, 0x86, Bytes(8)};
    const auto refused = run(forging, can_password());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::access_denied);
    EXPECT_EQ(refused.error().sw, 0);
}

TEST_P(PaceMatrix, Agrees) {
    opens_the_chip();
    refuses_a_wrong_password();
    is_not_fooled_by_the_terminal();
    is_not_fooled_by_the_chip();
}

INSTANTIATE_TEST_SUITE_P(Doc9303, PaceMatrix, testing::ValuesIn(test::pace_combinations()),
                         [](const auto& combination) { return combination.param.name; });

}  // namespace
}  // namespace fivestar::sim
