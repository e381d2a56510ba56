// SPDX-License-Identifier: Apache-2.0
// Quirks of PACE, chip authentication and active authentication: the chip shows the behaviour that each row names.
#include "apdu/pace.hpp"
#include "crypto/base/text.hpp"
#include "sim/chip/quirks.hpp"
#include "sim/documents/security_infos.hpp"
#include "tests/sim/chip/test_chip.hpp"
#include "tests/support/vector_file.hpp"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using namespace std::chrono_literals;
using test::data_size;
using test::TestChip;

constexpr std::string_view right_can = "500540";
constexpr const char* choose_pace = "0022C1A40F800A04007F00070202040202830102";
constexpr const char* get_nonce = "10860000027C0000";
constexpr const char* choose_key_agreement = "002241A603910100";
constexpr const char* sign_with_short_le = "0088000008F173589974BF40C600";
constexpr const char* sign_with_extended_le = "00880000000008F173589974BF40C60200";
constexpr std::size_t signature_size = 64;

const PaceOffer offer{Mapping::generic, crypto::BlockCipher::aes_128, 13};

Bytes card_access() {
    return security_infos(pace_infos(offer));
}

ActiveAuthenticationKey signing_key(crypto::EllipticCurve curve) {
    return {.key = crypto::KeyPair::generate_ec(curve).value()};
}

/// A chip that offers PACE with ECDH-GM and AES-128, chip authentication with 3DES and active authentication.
Card protocol_card() {
    Card card = test::test_card();
    card.files.master_file.push_back({0x011C, 0x1C, ReadAccess::always, card_access()});
    card.security.pace.offers = {offer};
    card.security.pace.passwords.emplace(password_reference::can, SecretBytes{as_bytes(right_can)});
    SystemRandom random;
    card.security.chip_authentication.push_back({13,
                                                 {crypto::BlockCipher::triple_des},
                                                 {},
                                                 AgreementGroup::standardized(13)->random_private_key(random).value()});
    card.security.active_authentication = signing_key(crypto::EllipticCurve::p256);
    return card;
}

struct ProtocolChip : TestChip {
    explicit ProtocolChip(std::string_view quirk) : TestChip(protocol_card(), parse_quirk(quirk).value()) {}

    /// Status word that ends PACE with this CAN.
    std::uint16_t pace(std::string_view can = right_can) {
        const auto info = crypto::SecurityInfos::parse(card_access()).value().pace.at(0);
        const auto result =
            apdu::pace(channel, info, apdu::PacePassword::digits(apdu::PasswordKind::can, as_bytes(can)), random);
        return result ? std::uint16_t{0x9000} : result.error().sw;
    }
    std::chrono::milliseconds delay(const char* command) { return chip.transmit(test::hex(command)).delay; }
};

TEST(PaceQuirks, NoneOpensTheChip) {
    ProtocolChip chip{"none"};
    EXPECT_EQ(chip.pace(), 0x9000);
    EXPECT_EQ(chip.delay(choose_pace), 0ms);
}

TEST(PaceQuirks, SlowPaceDelaysEachStep) {
    ProtocolChip chip{"slow-pace"};
    EXPECT_EQ(chip.send(choose_pace), "9000");
    EXPECT_EQ(chip.delay(get_nonce), 300ms);
}

TEST(PaceQuirks, PasswordTriesAreCountedAndBlock) {
    ProtocolChip chip{"password-tries"};
    EXPECT_EQ(chip.pace("000000"), 0x63C2);
    EXPECT_EQ(chip.pace("000000"), 0x63C1);
    EXPECT_EQ(chip.pace("000000"), 0x63C0);
    EXPECT_EQ(chip.pace(), 0x6983);
}

TEST(PaceQuirks, SlowModeStartsAfterWrongPasswords) {
    ProtocolChip silent{"slow-mode"};
    EXPECT_EQ(silent.pace("000000"), 0x6300);
    EXPECT_EQ(silent.send(choose_pace), "9000");
    EXPECT_EQ(silent.delay(get_nonce), 0ms);
    EXPECT_EQ(silent.pace("000000"), 0x6300);
    EXPECT_EQ(silent.send(choose_pace), "9000");
    EXPECT_EQ(silent.delay(get_nonce), 1s);
    ProtocolChip counted{"slow-mode-counted"};
    EXPECT_EQ(counted.pace("000000"), 0x63C9);
    EXPECT_EQ(counted.send(choose_pace), "63C9");
    EXPECT_EQ(counted.delay(get_nonce), 1s);
}

TEST(PaceQuirks, TokenRefusedIs6300ForTheRightPassword) {
    EXPECT_EQ(ProtocolChip{"token-refused"}.pace(), 0x6300);
}

TEST(PaceQuirks, EnvironmentCommandIsRefusedForItsForm) {
    ProtocolChip le{"environment-le-refused"};
    EXPECT_EQ(le.send(std::string{choose_pace} + "00"), "6700");
    EXPECT_EQ(le.send(choose_pace), "9000");
    ProtocolChip parameters{"parameter-reference-needed"};
    EXPECT_EQ(parameters.send(choose_pace), "6A87");
    EXPECT_EQ(parameters.send("0022C1A412800A04007F0007020204020283010284010D"), "9000");
}

TEST(PaceQuirks, CardAccessIsBelowTheApplication) {
    ProtocolChip chip{"card-access-below-application"};
    EXPECT_EQ(chip.send("00B09C0004"), "6A82");
    chip.select_application();
    EXPECT_EQ(data_size(chip.send("00B09C0004")), 4U);
}

TEST(ChipAuthenticationQuirks, KeyAgreementTemplateIsRefused) {
    EXPECT_EQ(ProtocolChip{"key-agreement-template-refused"}.send(choose_key_agreement), "6A86");
    EXPECT_EQ(ProtocolChip{"none"}.send(choose_key_agreement), "6982");  // outside of secure messaging
}

TEST(ActiveAuthenticationQuirks, SignatureIsEmptyCutOrNeedsItsExactLength) {
    EXPECT_EQ(data_size(ProtocolChip{"none"}.send(sign_with_short_le)), signature_size);
    ProtocolChip empty{"signature-empty"};
    EXPECT_EQ(empty.send(sign_with_extended_le), "9000");
    EXPECT_EQ(data_size(empty.send(sign_with_short_le)), signature_size);
    ProtocolChip exact{"signature-exact-length"};
    EXPECT_EQ(exact.send(sign_with_short_le), "6C40");
    EXPECT_EQ(data_size(exact.send("0088000008F173589974BF40C640")), signature_size);
}

TEST(ActiveAuthenticationQuirks, SignatureIsCutToAShortLe) {
    Card card = protocol_card();
    card.security.active_authentication = signing_key(crypto::EllipticCurve::p384);
    TestChip chip{std::move(card), parse_quirk("signature-cut").value()};
    EXPECT_EQ(data_size(chip.send(sign_with_short_le)), 64U);
    EXPECT_EQ(data_size(chip.send(sign_with_extended_le)), 96U);
}

}  // namespace
}  // namespace fivestar::sim
