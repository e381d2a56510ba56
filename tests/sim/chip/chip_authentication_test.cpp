// SPDX-License-Identifier: Apache-2.0
// Chip authentication in every combination of ICAO Doc 9303-11 (§6.2, tables 5, 6 and 12): the simulated chip against
// the terminal, which share only the arithmetic. docs/CHIP_SECURITY.md lists each combination.
#include "apdu/chip_authentication.hpp"

#include "apdu/general_authenticate.hpp"
#include "crypto/base/text.hpp"
#include "crypto/tlv/writer.hpp"
#include "sim/chip/chip.hpp"
#include "sim/chip/chip_channel.hpp"
#include "sim/documents/public_keys.hpp"
#include "sim/documents/security_infos.hpp"
#include "tests/sim/chip/chip_combinations.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using crypto::BlockCipher;
using test::ChipAuthenticationCombination;

constexpr const char* file = "61055F1F024142";
const Bytes first_secret(20, 0x5A);  // of the session that chip authentication replaces

class ChipAuthenticationMatrix : public testing::TestWithParam<ChipAuthenticationCombination> {
  protected:
    struct Session {
        std::unique_ptr<Chip> chip;
        std::unique_ptr<ChipChannel> channel;
        std::unique_ptr<apdu::SecureChannel> secured;
    };

    /// A chip with this key, in a session with the application selected.
    Session session(const SecretBytes& key, Quirks quirks = {}) {
        Card card;
        card.extended_length = true;
        card.files.application_identifier = test::hex("A0000002471001");
        card.files.application = {{0x0101, 0x01, ReadAccess::secure_messaging, test::hex(file)}};
        card.security.chip_authentication.push_back({parameter_, {cipher_}, {}, key.clone()});
        Session made;
        made.chip = std::make_unique<Chip>(std::move(card), std::move(quirks), random_);
        made.channel = std::make_unique<ChipChannel>(*made.chip);
        made.chip->start_session(derive_session_keys(BlockCipher::aes_128, first_secret)).value();
        made.secured = apdu::SecureChannel::create(
                           *made.channel, apdu::derive_session_keys(first_secret, BlockCipher::aes_128, Bytes(16)))
                           .value();
        const auto select = apdu::decode_command(test::hex("00A4040C07A0000002471001")).value();
        EXPECT_EQ(made.secured->transmit(select)->sw.value, 0x9000);
        return made;
    }

    [[nodiscard]] crypto::SecurityInfos infos(ByteView element, KeyForm form) const {
        const KeyAgreement agreement = group_.agreement();
        const Bytes set = security_infos(
            {chip_authentication_info(agreement, cipher_, {}),
             chip_authentication_public_key_info(agreement, agreement_key_info(parameter_, element, form), {})});
        return crypto::SecurityInfos::parse(set).value();
    }

    [[nodiscard]] apdu::ChipAuthenticationChoice choice(KeyForm form = KeyForm::standardized) const {
        return apdu::choose_chip_authentication(infos(public_, form)).value();
    }

    static std::string read(apdu::Channel& channel) {
        const auto read = channel.transmit(apdu::decode_command(test::hex("00B0810000")).value());
        return read ? to_hex(read->data) : std::string{to_string(read.error().code)};
    }

    /// The result of a protected read after chip authentication.
    std::string read_after(Session& before, const apdu::ChipAuthenticationChoice& chosen) {
        const auto keys = apdu::authenticate_chip(*before.secured, chosen, random_);
        if (!keys) return std::string{to_string(keys.error().code)};
        return read(*apdu::SecureChannel::create(*before.channel, *keys).value());
    }

    /// Sends this public key of the terminal unchanged.
    [[nodiscard]] apdu::StatusWord send(apdu::Channel& channel, ByteView public_key) const {
        if (cipher_ == BlockCipher::triple_des) {
            return channel.transmit({.ins = 0x22, .p1 = 0x41, .p2 = 0xA6, .data = tlv::encode(0x91, public_key)})
                .value()
                .sw;
        }
        const Bytes protocol = chip_authentication_oid(group_.agreement(), cipher_);
        const auto selected =
            channel.transmit({.ins = 0x22, .p1 = 0x41, .p2 = 0xA4, .data = tlv::encode(0x80, protocol)}).value();
        EXPECT_EQ(selected.sw.value, 0x9000);
        return apdu::general_authenticate(channel, tlv::encode(0x80, public_key), apdu::Chain::ends).value().sw;
    }

    void opens_a_new_session();
    void catches_a_clone();
    void is_not_fooled_by_the_terminal();
    void is_not_fooled_by_the_document();

    SystemRandom random_;
    const std::uint8_t parameter_ = GetParam().parameter;
    const BlockCipher cipher_ = GetParam().cipher;
    const AgreementGroup group_ = AgreementGroup::standardized(parameter_).value();
    const SecretBytes private_ = group_.random_private_key(random_).value();
    const Bytes public_ = group_.power(group_.generator(), private_).value();
};

void ChipAuthenticationMatrix::opens_a_new_session() {
    for (const KeyForm form : {KeyForm::standardized, KeyForm::explicit_parameters, KeyForm::short_form}) {
        Session before = session(private_);
        EXPECT_EQ(read_after(before, choice(form)), file) << static_cast<int>(form);
        // The chip has ended the first session.
        EXPECT_EQ(read(*before.secured), "secure_messaging_failed");
    }
    // For chips with 3DES that refuse MSE:Set KAT (§6.2.4).
    Session other_way = session(private_, Quirks{.refuses_key_agreement_template = true});
    EXPECT_EQ(read_after(other_way, choice()), file);
}

void ChipAuthenticationMatrix::catches_a_clone() {
    Session clone = session(group_.random_private_key(random_).value());
    EXPECT_EQ(read_after(clone, choice()), "secure_messaging_failed");
}

/// The chip refuses a public key outside of its group and keeps the session.
void ChipAuthenticationMatrix::is_not_fooled_by_the_terminal() {
    for (const auto& [name, octets] : test::values_outside(group_)) {
        Session one = session(private_);
        EXPECT_EQ(send(*one.secured, octets).value, 0x6A80) << name;
        EXPECT_EQ(read(*one.secured), file) << name;
    }
}

/// The terminal refuses a static key outside of the group that the key names.
void ChipAuthenticationMatrix::is_not_fooled_by_the_document() {
    for (const KeyForm form : {KeyForm::standardized, KeyForm::explicit_parameters, KeyForm::short_form}) {
        for (const auto& [name, octets] : test::values_outside(group_)) {
            const auto refused = apdu::choose_chip_authentication(infos(octets, form));
            ASSERT_FALSE(refused.has_value()) << name;
            const ErrorCode code = refused.error().code;
            EXPECT_TRUE(code == ErrorCode::invalid_key || code == ErrorCode::malformed) << name;
        }
    }
}

TEST_P(ChipAuthenticationMatrix, Agrees) {
    opens_a_new_session();
    catches_a_clone();
    is_not_fooled_by_the_terminal();
    is_not_fooled_by_the_document();
}

INSTANTIATE_TEST_SUITE_P(Doc9303, ChipAuthenticationMatrix, testing::ValuesIn(test::chip_authentication_combinations()),
                         [](const auto& combination) { return combination.param.name; });

}  // namespace
}  // namespace fivestar::sim
