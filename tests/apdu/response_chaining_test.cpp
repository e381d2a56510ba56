// SPDX-License-Identifier: Apache-2.0
// Exchanges follow ISO/IEC 7816-4 §5.3.4.
#include "apdu/response_chaining.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::hex;
using test::ScriptedChannel;

const Command select_with_answer{0x00, 0xA4, 0x04, 0x00, {0xA0}, 256};

TEST(ResponseChaining, JoinsTheAnnouncedParts) {
    ScriptedChannel card;
    card.expect("00A4040001A000", "01 02 6103").expect("00C0000003", "03 04 6101").expect("00C0000001", "05 6282");
    ResponseChaining channel{card};
    const auto response = channel.transmit(select_with_answer);
    EXPECT_EQ(to_hex(response->data), "0102030405");
    EXPECT_EQ(response->sw, sw::end_of_file);
}

TEST(ResponseChaining, EncodesLe256As00) {
    ScriptedChannel card;
    card.expect("00A4040001A000", "6100").expect("00C0000000", std::string(512, 'A') + "9000");
    ResponseChaining channel{card};
    EXPECT_EQ(channel.transmit(select_with_answer)->data.size(), 256U);
}

TEST(ResponseChaining, KeepsOnlyTheLogicalChannelOfTheClass) {
    const struct {
        std::uint8_t cla;
        const char* get_response;
    } cases[] = {
        {0x0C, "00C0000001"}, {0x1D, "01C0000001"}, {0x03, "03C0000001"}, {0x65, "45C0000001"}, {0x90, "00C0000001"}};
    for (const auto& [cla, get_response] : cases) {
        ScriptedChannel card;
        const Command command{cla, 0x88, 0, 0, {0x01}, 256};
        card.expect(encode(command).value(), hex("6101")).expect(std::string_view{get_response}, "77 9000");
        ResponseChaining channel{card};
        EXPECT_EQ(to_hex(channel.transmit(command)->data), "77");
    }
}

TEST(ResponseChaining, DoesNotFetchDataWithoutLe) {
    ScriptedChannel card;
    card.expect("00A4040C01A0", "6112");
    ResponseChaining channel{card};
    const auto response = channel.transmit({0x00, 0xA4, 0x04, 0x0C, {0xA0}});
    EXPECT_TRUE(response->sw.success());
    EXPECT_TRUE(response->data.empty());
}

TEST(ResponseChaining, RepeatsOnceWithTheExactLength) {
    ScriptedChannel card;
    card.expect("00B0000000", "6C04").expect("00B0000004", "60145F01 9000");
    ResponseChaining channel{card};
    EXPECT_EQ(to_hex(channel.transmit({.ins = 0xB0, .le = 256})->data), "60145F01");
}

TEST(ResponseChaining, RepeatsNoMoreThanOnce) {
    ScriptedChannel card;
    card.expect("00B0000000", "6C04").expect("00B0000004", "6C03");
    ResponseChaining channel{card};
    EXPECT_EQ(channel.transmit({.ins = 0xB0, .le = 256})->sw, StatusWord{0x6C03});
}

TEST(ResponseChaining, DoesNotAddALengthToACommandWithoutLe) {
    ScriptedChannel card;
    card.expect("00A4040C01A0", "6C04");
    ResponseChaining channel{card};
    EXPECT_EQ(channel.transmit({0x00, 0xA4, 0x04, 0x0C, {0xA0}})->sw, StatusWord{0x6C04});
}

TEST(ResponseChaining, CorrectsTheLengthOfGetResponseToo) {
    ScriptedChannel card;
    card.expect("00A4040001A000", "6110").expect("00C0000010", "6C02").expect("00C0000002", "0102 9000");
    ResponseChaining channel{card};
    EXPECT_EQ(to_hex(channel.transmit(select_with_answer)->data), "0102");
}

// Data objects of ISO/IEC 7816-4 §10. The MAC is not checked here.
TEST(ResponseChaining, LeavesProtectedStatusWordsToSecureMessaging) {
    for (const char* answer : {"99026C80 8E080102030405060708 6C80", "99026110 8E080102030405060708 6110",
                               "8709010102030405060708 99026110 8E080102030405060708 6110"}) {
        ScriptedChannel card;
        card.expect("0CB0000000", std::string_view{answer});
        ResponseChaining channel{card};
        const auto response = channel.transmit({.cla = 0x0C, .ins = 0xB0, .le = 256});
        ASSERT_TRUE(response);
        EXPECT_EQ(to_hex(response->data) + to_hex(Bytes{response->sw.sw1(), response->sw.sw2()}), to_hex(hex(answer)));
    }
}

TEST(ResponseChaining, JoinsAProtectedAnswerThatArrivesInParts) {
    for (const char* first :
         {"8709010102 6116", "99029000 8E0801 6107", "99029000 8E080102030405060708 6101", "610E"}) {
        ScriptedChannel card;
        card.expect("0CB0000000", std::string_view{first});
        const std::string rest(2 * hex(first).back(), '7');
        const std::string next = "00C00000" + to_hex(Bytes{hex(first).back()});
        card.expect(next, rest + "9000");
        ResponseChaining channel{card};
        const auto response = channel.transmit({.cla = 0x0C, .ins = 0xB0, .le = 256});
        ASSERT_TRUE(response) << first;
        EXPECT_TRUE(response->sw.success());
    }
}

TEST(ResponseChaining, RefusesMoreThanWasAnnounced) {
    ScriptedChannel card;
    card.expect("00A4040001A000", "6102").expect("00C0000002", "010203 9000");
    ResponseChaining channel{card};
    EXPECT_EQ(channel.transmit(select_with_answer).error().code, ErrorCode::malformed);
}

TEST(ResponseChaining, RefusesAPartWithoutProgress) {
    ScriptedChannel card;
    card.expect("00A4040001A000", "6102").expect("00C0000002", "6102");
    ResponseChaining channel{card};
    EXPECT_EQ(channel.transmit(select_with_answer).error().code, ErrorCode::no_progress);
}

TEST(ResponseChaining, EndsAnEndlessChain) {
    ScriptedChannel card;
    card.expect("00A4040001A000", "6101");
    for (int part = 0; part < 3; ++part) card.expect("00C0000001", "AA 6101");
    ResponseChaining channel{card, {.parts = 3}};
    EXPECT_EQ(channel.transmit(select_with_answer).error(), (Error{ErrorCode::limit_exceeded, 0x6101}));
}

TEST(ResponseChaining, BoundsTheJoinedAnswer) {
    ScriptedChannel card;
    card.expect("00A4040001A000", "6103").expect("00C0000003", "AABBCC 6103").expect("00C0000003", "DDEE 9000");
    ResponseChaining channel{card, {.octets = 4}};
    EXPECT_EQ(channel.transmit(select_with_answer).error().code, ErrorCode::limit_exceeded);
}

TEST(ResponseChaining, ReportsBrokenAnswers) {
    for (const char* broken : {"", "61"}) {
        ScriptedChannel card;
        card.expect("00A4040001A000", "6103").expect("00C0000003", std::string_view{broken});
        ResponseChaining channel{card};
        EXPECT_EQ(channel.transmit(select_with_answer).error().code, ErrorCode::transport_failure);
    }
    ScriptedChannel card;
    card.expect_failure("00A4040001A000", {ErrorCode::card_removed});
    ResponseChaining channel{card};
    EXPECT_EQ(channel.transmit(select_with_answer).error().code, ErrorCode::card_removed);
}

}  // namespace
}  // namespace fivestar::apdu
