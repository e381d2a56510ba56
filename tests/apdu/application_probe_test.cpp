// SPDX-License-Identifier: Apache-2.0
// Status words to READ BINARY of EF.COM, before access control.
#include "apdu/application_probe.hpp"

#include "tests/support/scripted_channel.hpp"

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::ScriptedChannel;

TEST(ReadableWithoutAccess, DependsOnTheStatusWordForEfCom) {
    const struct {
        const char* answer;
        bool readable;
    } cases[] = {{"6982", false}, {"6016 9000", true}, {"6016 6282", true}, {"6C16", true}};
    for (const auto& [answer, readable] : cases) {
        ScriptedChannel card;
        card.expect("00B09E0008", std::string_view{answer});
        const auto open = readable_without_access(card);
        ASSERT_TRUE(open) << answer;
        EXPECT_EQ(*open, readable) << answer;
    }
}

TEST(ReadableWithoutAccess, SelectsTheFileIfShortIdentifiersAreRefused) {
    for (const std::string_view refusal : {"6A86", "6A81", "6B00", "6700", "6981", "6985", "6986", "6A82", "6D00"}) {
        ScriptedChannel open;
        open.expect("00B09E0008", refusal).expect("00A4020C02011E", "9000").expect("00B0000008", "6016 9000");
        EXPECT_EQ(readable_without_access(open), true) << refusal;
        ScriptedChannel closed;
        closed.expect("00B09E0008", refusal).expect("00A4020C02011E", "6982");
        EXPECT_EQ(readable_without_access(closed), false) << refusal;
    }
}

/// PersoSim: the short identifier of EF.COM leads to EF.DIR of the master file, and out of the application.
TEST(ReadableWithoutAccess, IsNotFooledByAnotherFile) {
    for (const bool readable : {false, true}) {
        ScriptedChannel card;
        card.expect("00B09E0008", "61094F07A0000002 9000").expect("00A4040C07A0000002471001", "9000");
        card.expect("00A4020C02011E", readable ? "9000" : "6982");
        if (readable) card.expect("00B0000008", "60145F0104303130 9000");
        EXPECT_EQ(readable_without_access(card), readable);
    }
}

TEST(ReadableWithoutAccess, ReportsBrokenAnswers) {
    ScriptedChannel card;
    card.expect("00B09E0008", "");
    EXPECT_EQ(readable_without_access(card).error().code, ErrorCode::transport_failure);
}

}  // namespace
}  // namespace fivestar::apdu
