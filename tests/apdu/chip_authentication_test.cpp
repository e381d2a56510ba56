// SPDX-License-Identifier: Apache-2.0
// Chip authentication with the keys of the BSI's worked examples (tests/vectors/chip_auth_*.vec), whose key agreement
// is version 1's, too; the commands are those of ICAO Doc 9303-11 §6.2.4.
#include "apdu/chip_authentication.hpp"

#include "crypto/base/text.hpp"
#include "crypto/tlv/writer.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/support/scripted_random.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using crypto::BlockCipher;
using test::hex;
using test::ScriptedChannel;

class ChipAuthenticationOnCurve : public testing::Test {
  protected:
    [[nodiscard]] Bytes value(std::string_view name, std::string_view key) const {
        return test::group(groups_, name).bytes(key);
    }
    /// The SET of DG14 with the example's key and this encoded announcement, which may be empty.
    [[nodiscard]] crypto::SecurityInfos infos(std::string_view announcement) const {
        Bytes bits{0};
        append(bits, value("static key pair of the chip", "PK.IC"));
        Bytes key = hex("300C060704007F0007010202010D");
        append(key, tlv::encode(0x03, bits));
        Bytes entry = hex("060904007F000702020102");
        append(entry, tlv::encode(0x30, key));
        Bytes all = tlv::encode(0x30, entry);
        append(all, hex(announcement));
        return crypto::SecurityInfos::parse(tlv::encode(0x31, all)).value();
    }
    [[nodiscard]] Result<SessionKeys> run(ScriptedChannel& card, const ChipAuthenticationChoice& choice) const {
        test::ScriptedRandom random{value("ephemeral key pair of the terminal", "SK.DH.IFD")};
        return authenticate_chip(card, choice, random);
    }

    std::vector<test::VectorGroup> groups_ = test::read_vectors("chip_auth_ecdh.vec");
    std::string own_ = to_hex(value("ephemeral key pair of the terminal", "PK.DH.IFD"));
    static constexpr const char* aes_128 = "300F060A04007F00070202030202020101";
};

TEST_F(ChipAuthenticationOnCurve, SelectsAndAgreesWithAes) {
    const auto choice = choose_chip_authentication(infos(aes_128));
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->cipher, BlockCipher::aes_128);
    ScriptedChannel card;
    card.expect("002241A40C800A04007F00070202030202", "9000");
    card.expect("00860000457C438041" + own_ + "00", "7C009000");
    const auto keys = run(card, *choice);
    ASSERT_TRUE(keys);
    const Bytes secret = value("key agreement and session keys", "K");
    const SessionKeys expected = derive_session_keys(secret, BlockCipher::aes_128, Bytes(16));
    EXPECT_EQ(to_hex(keys->encryption), to_hex(expected.encryption));
    EXPECT_EQ(to_hex(keys->mac), to_hex(expected.mac));
}

TEST_F(ChipAuthenticationOnCurve, UsesTripleDesWithoutAnAnnouncement) {
    const auto choice = choose_chip_authentication(infos(""));
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->cipher, BlockCipher::triple_des);
    ScriptedChannel card;
    card.expect("002241A6439141" + own_, "9000");
    EXPECT_TRUE(run(card, *choice));
}

TEST_F(ChipAuthenticationOnCurve, ReportsARefusal) {
    const auto choice = choose_chip_authentication(infos(aes_128)).value();
    ScriptedChannel card;
    card.expect("002241A40C800A04007F00070202030202", "6A80");
    EXPECT_EQ(run(card, choice).error(), (Error{ErrorCode::unsupported, 0x6A80, "chip_authentication_select"}));
}

TEST_F(ChipAuthenticationOnCurve, IsNotOfferedByVersionTwoAlone) {
    EXPECT_EQ(choose_chip_authentication(infos("300F060A04007F00070202030202020102")).error().code,
              ErrorCode::unsupported);
    EXPECT_EQ(choose_chip_authentication({}).error().code, ErrorCode::file_not_found);
}

}  // namespace
}  // namespace fivestar::apdu
