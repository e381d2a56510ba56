// SPDX-License-Identifier: Apache-2.0
// Exchanges follow ISO/IEC 7816-4 §5.3.3.
#include "apdu/command_chaining.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/scripted_channel.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::ScriptedChannel;

std::string octets(std::size_t count, const char* octet) {
    std::string text;
    while (count-- > 0) text += octet;
    return text;
}

TEST(CommandChaining, SplitsDataThatExceedOneCommand) {
    ScriptedChannel card;
    card.expect("1C2A00BEFF" + octets(255, "AB"), "9000").expect("1C2A00BEFF" + octets(255, "AB"), "9000");
    card.expect("0C2A00BE02ABAB00", "0102 9000");
    CommandChaining channel{card, false};
    EXPECT_EQ(to_hex(channel.transmit({0x0C, 0x2A, 0x00, 0xBE, Bytes(512, 0xAB), 65'536})->data), "0102");
}

TEST(CommandChaining, SendsNoEmptyCommand) {
    ScriptedChannel card;
    card.expect("102A00BEFF" + octets(255, "AB"), "9000").expect("002A00BEFF" + octets(255, "AB"), "9000");
    CommandChaining channel{card, false};
    EXPECT_TRUE(channel.transmit({0x00, 0x2A, 0x00, 0xBE, Bytes(510, 0xAB)})->sw.success());
}

TEST(CommandChaining, StopsAtTheFirstRefusal) {
    ScriptedChannel card;
    card.expect("102A00BEFF" + octets(255, "AB"), "6884");
    CommandChaining channel{card, false};
    EXPECT_EQ(channel.transmit({0x00, 0x2A, 0x00, 0xBE, Bytes(300, 0xAB)})->sw, StatusWord{0x6884});
}

TEST(CommandChaining, UsesTheMaximumShortLe) {
    ScriptedChannel card;
    card.expect("00B0000000", "AA 9000");
    CommandChaining channel{card, false};
    EXPECT_TRUE(channel.transmit({.ins = 0xB0, .le = 4096})->sw.success());
}

TEST(CommandChaining, SendsCommandsUnchangedWithExtendedLength) {
    ScriptedChannel card;
    card.expect("002A00BE00012C" + octets(300, "AB") + "0000", "9000");
    CommandChaining channel{card, true};
    EXPECT_TRUE(channel.transmit({0x00, 0x2A, 0x00, 0xBE, Bytes(300, 0xAB), 65'536})->sw.success());
}

TEST(CommandChaining, RefusesLongDataInAProprietaryClass) {
    ScriptedChannel card;
    CommandChaining channel{card, false};
    EXPECT_EQ(channel.transmit({0x80, 0x2A, 0x00, 0xBE, Bytes(300)}).error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace fivestar::apdu
