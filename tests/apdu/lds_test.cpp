// SPDX-License-Identifier: Apache-2.0
// Names of files: ICAO Doc 9303-10 §3.10 and §4. Odd chips: the reports each test names.
#include "apdu/lds.hpp"

#include "tests/support/scripted_channel.hpp"

#include <initializer_list>
#include <stdexcept>

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::ScriptedChannel;

TEST(Lds, NumbersItsDataGroups) {
    for (std::size_t number = 1; number <= 16; ++number) {
        EXPECT_EQ(lds::data_group(number).identifier, 0x0100 + number);
        EXPECT_EQ(lds::data_group(number).short_identifier, number);
    }
    EXPECT_EQ(lds::data_group(2).tag, 0x75U);
    EXPECT_EQ(lds::data_group(13).tag, 0x6DU);
    EXPECT_THROW((void)lds::data_group(0), std::out_of_range);
    EXPECT_THROW((void)lds::data_group(17), std::out_of_range);
}

TEST(SelectApplication, SendsNoLe) {
    ScriptedChannel card;
    card.expect("00A4040C07A0000002471001", "9000");
    EXPECT_TRUE(lds::select_application(card));
}

TEST(SelectApplication, RepeatsInAnotherFormAfterARefusal) {
    for (const char* refusal :
         {"6A86", "6A87", "6700", "6B00", "6C12", "6A80", "6A81", "6A82", "6985", "6D00", "6F00"}) {
        ScriptedChannel card;
        card.expect("00A4040C07A0000002471001", std::string_view{refusal});
        card.expect("00A4040007A000000247100100", "6F00 9000");
        EXPECT_TRUE(lds::select_application(card)) << refusal;
    }
}

TEST(SelectApplication, TreatsAWarningAsSuccess) {
    for (const char* warning : {"6200", "6283", "6285"}) {
        ScriptedChannel card;
        card.expect("00A4040C07A0000002471001", std::string_view{warning});
        EXPECT_TRUE(lds::select_application(card)) << warning;
    }
}

TEST(SelectApplication, ReportsACardWithoutIt) {
    for (const std::uint16_t refusal :
         std::initializer_list<std::uint16_t>{0x6A82, 0x6A81, 0x6982, 0x6985, 0x6D00, 0x6E00, 0x6999, 0x6300}) {
        ScriptedChannel card;
        card.expect("00A4040C07A0000002471001", "6A80");
        card.expect(encode({0x00, 0xA4, 0x04, 0x00, copy(lds::application_identifier), max_short_le}).value(),
                    Bytes{static_cast<std::uint8_t>(refusal >> 8), static_cast<std::uint8_t>(refusal)});
        EXPECT_EQ(lds::select_application(card).error(),
                  (Error{ErrorCode::unsupported, refusal, "select_application"}));
    }
}

TEST(SelectApplication, ReportsBrokenAnswers) {
    for (const char* broken : {"", "90"}) {
        ScriptedChannel card;
        card.expect("00A4040C07A0000002471001", std::string_view{broken});
        EXPECT_EQ(lds::select_application(card).error().code, ErrorCode::transport_failure);
    }
}

TEST(SelectApplication, ReportsABrokenSessionUnchanged) {
    ScriptedChannel card;
    card.expect_failure("00A4040C07A0000002471001", {ErrorCode::secure_messaging_failed, 0x6A82});
    EXPECT_EQ(lds::select_application(card).error(),
              (Error{ErrorCode::secure_messaging_failed, 0x6A82, "select_application"}));
}

}  // namespace
}  // namespace fivestar::apdu
