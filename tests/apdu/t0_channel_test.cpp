// SPDX-License-Identifier: Apache-2.0
// The TPDUs of each case of a command (ISO/IEC 7816-3 §12.2).
#include "apdu/t0_channel.hpp"

#include "apdu/response_chaining.hpp"
#include "crypto/base/text.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/support/vector_file.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::hex;
using test::ScriptedChannel;

TEST(T0Channel, SendsP3OfEveryCase) {
    ScriptedChannel card;
    card.expect("0070000000", "9000").expect("00B0000008", std::string(16, '0') + "9000").expect("00B0000000", "6C08");
    card.expect("00A4020C02011E", "9000");
    T0Channel channel{card};
    EXPECT_TRUE(channel.transmit({.ins = 0x70})->sw.success());
    EXPECT_EQ(channel.transmit({.ins = 0xB0, .le = 8})->data.size(), 8U);
    EXPECT_EQ(channel.transmit({.ins = 0xB0, .le = 256})->sw, StatusWord{0x6C08});
    EXPECT_TRUE(channel.transmit({0x00, 0xA4, 0x02, 0x0C, hex("011E")})->sw.success());
}

TEST(T0Channel, LeavesTheAnswerOfCaseFourToGetResponse) {
    ScriptedChannel card;
    card.expect("0C82000001AA", "6102").expect("00C0000002", "0102 9000");
    T0Channel tpdu{card};
    ResponseChaining channel{tpdu};
    EXPECT_EQ(to_hex(channel.transmit({0x0C, 0x82, 0x00, 0x00, {0xAA}, 256})->data), "0102");
}

TEST(T0Channel, FetchesAfterAPlainSuccess) {
    ScriptedChannel card;
    card.expect("0082000001AA", "9000").expect("00C0000028", "6C02").expect("00C0000002", "0102 9000");
    T0Channel tpdu{card};
    ResponseChaining channel{tpdu};
    const Command command{0x00, 0x82, 0x00, 0x00, {0xAA}, 0x28};
    // 6C02 is about GET RESPONSE: to repeat the command itself would execute it twice.
    EXPECT_EQ(to_hex(channel.transmit(command)->data), "0102");
}

TEST(T0Channel, TreatsAnErrorOfGetResponseAsNoData) {
    ScriptedChannel card;
    card.expect("0082000001AA", "9000").expect("00C0000000", "6985");
    T0Channel channel{card};
    const auto response = channel.transmit({0x00, 0x82, 0x00, 0x00, {0xAA}, 256});
    EXPECT_TRUE(response->sw.success());
    EXPECT_TRUE(response->data.empty());
}

TEST(T0Channel, AcceptsDataWithTheFirstAnswer) {
    ScriptedChannel card;
    card.expect("0082000001AA", "0102 9000");
    T0Channel channel{card};
    EXPECT_EQ(to_hex(channel.transmit({0x00, 0x82, 0x00, 0x00, {0xAA}, 256})->data), "0102");
}

TEST(T0Channel, HasNoExtendedLength) {
    ScriptedChannel card;
    T0Channel channel{card};
    EXPECT_EQ(channel.transmit({.ins = 0xB0, .le = 257}).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(channel.transmit({.ins = 0xD6, .data = Bytes(256)}).error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace fivestar::apdu
