// SPDX-License-Identifier: Apache-2.0
// Expected values: ICAO Doc 9303-11 Appendix D.1 to D.3, in tests/vectors/bac_appendix_d.vec.
#include "apdu/basic_access_control.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/support/scripted_random.hpp"
#include "tests/support/vector_file.hpp"

#include <initializer_list>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::hex;
using test::ScriptedChannel;
using test::ScriptedRandom;

class BasicAccessControl : public testing::Test {
  protected:
    const std::vector<test::VectorGroup> groups = test::read_vectors("bac_appendix_d.vec");
    const test::VectorGroup& d3 = test::group(groups, "D.3: GET CHALLENGE and EXTERNAL AUTHENTICATE");
    const Bytes seed = test::group(groups, "D.1: keys from Kseed").bytes("Kseed");

    Result<AccessResult> run(ScriptedChannel& card) const {
        Bytes nonces = d3.bytes("RND.IFD");
        append(nonces, d3.bytes("K.IFD"));
        ScriptedRandom random{nonces};
        return basic_access_control(card, seed, random);
    }

    /// The result of this answer to EXTERNAL AUTHENTICATE.
    Error error_after(ByteView answer) const {
        ScriptedChannel card;
        card.expect(d3.bytes("get_challenge.command.plain"), d3.bytes("get_challenge.response.plain"));
        card.expect(d3.bytes("external_authenticate.command.plain"), answer);
        const auto result = run(card);
        EXPECT_FALSE(result);
        return result ? Error{} : result.error();
    }

    Error error_after_challenge(std::string_view answer) const {
        ScriptedChannel card;
        card.expect("0084000008", answer);
        const auto result = run(card);
        EXPECT_FALSE(result);
        return result ? Error{} : result.error();
    }
};

TEST_F(BasicAccessControl, MakesTheSeedOfAppendixD2) {
    int checked = 0;
    for (const auto& group : groups) {
        if (!group.has("MRZ_information.text")) continue;
        EXPECT_EQ(to_hex(bac_key_seed(as_bytes(group.text("MRZ_information.text")))), group.text("Kseed"));
        ++checked;
    }
    EXPECT_EQ(checked, 4);
}

TEST_F(BasicAccessControl, MatchesAppendixD3) {
    ScriptedChannel card;
    card.expect(d3.bytes("get_challenge.command.plain"), d3.bytes("get_challenge.response.plain"));
    card.expect(d3.bytes("external_authenticate.command.plain"), d3.bytes("external_authenticate.response.plain"));
    const auto result = run(card);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->method, AccessMethod::bac);
    EXPECT_EQ(result->keys.cipher, crypto::BlockCipher::triple_des);
    EXPECT_EQ(to_hex(result->keys.encryption), d3.text("KS.Enc"));
    EXPECT_EQ(to_hex(result->keys.mac), d3.text("KS.MAC"));
    EXPECT_EQ(to_hex(result->keys.send_sequence_counter), d3.text("SSC"));
}

TEST_F(BasicAccessControl, ReportsAWrongKey) {
    for (const std::uint16_t status :
         std::initializer_list<std::uint16_t>{0x6300, 0x63C7, 0x6600, 0x6982, 0x6985, 0x6988, 0x6A80, 0x6F00}) {
        const Bytes answer{static_cast<std::uint8_t>(status >> 8), static_cast<std::uint8_t>(status)};
        EXPECT_EQ(error_after(answer), (Error{ErrorCode::access_denied, status, "external_authenticate"}));
    }
}

TEST_F(BasicAccessControl, ReportsAChipWithoutBac) {
    for (const std::uint16_t status :
         std::initializer_list<std::uint16_t>{0x6A88, 0x6A81, 0x6A86, 0x6881, 0x6D00, 0x6E00}) {
        const Bytes answer{static_cast<std::uint8_t>(status >> 8), static_cast<std::uint8_t>(status)};
        EXPECT_EQ(error_after(answer), (Error{ErrorCode::unsupported, status, "external_authenticate"}));
        EXPECT_EQ(error_after_challenge(to_hex(answer)), (Error{ErrorCode::unsupported, status, "get_challenge"}));
    }
    EXPECT_EQ(error_after_challenge("6982"), (Error{ErrorCode::unsupported, 0x6982, "get_challenge"}));
}

TEST_F(BasicAccessControl, ReportsOtherStatusWordsUnchanged) {
    EXPECT_EQ(error_after(hex("6581")), (Error{ErrorCode::unexpected_status, 0x6581, "external_authenticate"}));
    EXPECT_EQ(error_after_challenge("6581"), (Error{ErrorCode::unexpected_status, 0x6581, "get_challenge"}));
}

/// JMRTD does the same, for documents in the field.
TEST_F(BasicAccessControl, RepeatsWithLe00IfTheExactLengthIsRefused) {
    const Bytes challenge = d3.bytes("get_challenge.response.plain");
    const Bytes exact = d3.bytes("external_authenticate.command.plain");
    Bytes all = exact;
    all.back() = 0x00;
    Bytes nonces = d3.bytes("RND.IFD");
    append(nonces, d3.bytes("K.IFD"));
    Bytes twice = nonces;
    append(twice, nonces);
    for (const bool taken : {true, false}) {
        ScriptedChannel card;
        card.expect(d3.bytes("get_challenge.command.plain"), challenge).expect(exact, hex("6700"));
        card.expect(d3.bytes("get_challenge.command.plain"), challenge);
        card.expect(all, taken ? d3.bytes("external_authenticate.response.plain") : hex("6700"));
        ScriptedRandom random{twice};
        const auto result = basic_access_control(card, seed, random);
        EXPECT_EQ(result.has_value(), taken);
        if (!result) {
            EXPECT_EQ(result.error(), (Error{ErrorCode::unexpected_status, 0x6700, "external_authenticate"}));
        }
    }
}

TEST_F(BasicAccessControl, ReportsTheSameErrorForEveryWrongCryptogram) {
    const Error denied{ErrorCode::access_denied, 0, "external_authenticate"};
    Bytes answer = d3.bytes("external_authenticate.response.plain");
    for (const std::size_t at : {0U, 8U, 16U, 31U, 32U, 39U}) {
        Bytes changed = answer;
        changed[at] ^= 0x01;
        EXPECT_EQ(error_after(changed), denied) << "octet " << at;
    }
    // The terminal's own token: its MAC is right, its nonces are in the other order.
    Bytes reflected = d3.bytes("cmd_data");
    append(reflected, hex("9000"));
    EXPECT_EQ(error_after(reflected), denied);
}

TEST_F(BasicAccessControl, RefusesAnswersOfAnotherLength) {
    for (const std::size_t size : {0U, 1U, 2U, 39U, 41U, 255U}) {
        Bytes answer(size, 0x46);
        append(answer, hex("9000"));
        EXPECT_EQ(error_after(answer), (Error{ErrorCode::malformed, 0x9000, "external_authenticate"})) << size;
    }
    for (const char* challenge : {"9000", "46 9000", "46084608460846 9000", "460846084608460846 9000"}) {
        EXPECT_EQ(error_after_challenge(challenge), (Error{ErrorCode::malformed, 0x9000, "get_challenge"}));
    }
}

TEST_F(BasicAccessControl, ReportsBrokenAnswers) {
    EXPECT_EQ(error_after({}).code, ErrorCode::transport_failure);
    EXPECT_EQ(error_after(hex("90")).code, ErrorCode::transport_failure);
    EXPECT_EQ(error_after_challenge("").code, ErrorCode::transport_failure);
}

}  // namespace
}  // namespace fivestar::apdu
