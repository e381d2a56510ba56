// SPDX-License-Identifier: Apache-2.0
#include "sim/sam/sam_impostor.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

class SamImpostorTest : public testing::Test {
  protected:
    SamImpostorTest() { impostor.power_on(); }
    std::string ask(std::string_view command) { return to_hex(impostor.transmit(test::hex(command)).octets); }

    Bytes text = test::read_vector_bytes("samv/text_Y.bin");
    SamImpostor impostor{text};
};

// Commands and responses of docs/SAM.md.
TEST_F(SamImpostorTest, AnswersAsAReadingMachineDoes) {
    EXPECT_EQ(to_hex(impostor.atr()), "3B8F8001804F0CA00000030607FFB00000000020");
    const std::string whole = ask("FFB00000000504");
    EXPECT_EQ(whole.size(), 2 * (1284U + 2));
    EXPECT_TRUE(whole.starts_with("01000400" + to_hex(text)));
    EXPECT_TRUE(whole.ends_with("9000"));
    std::string joined;
    for (const std::string_view block : {"FFB0000000", "FFB0010000", "FFB0020000", "FFB0030000", "FFB0040000"}) {
        joined += ask(block).substr(0, 512);
    }
    EXPECT_EQ(ask("FFB0050000"), "000000009000");
    EXPECT_EQ(joined + "000000009000", whole);
    EXPECT_EQ(ask("FFCAF00010").size(), 2 * (16U + 2));
}

TEST_F(SamImpostorTest, RefusesOtherCommands) {
    EXPECT_EQ(ask("FFB0060000"), "6A86");
    EXPECT_EQ(ask("FFB0050003"), "6C04");
    EXPECT_EQ(ask("FFCAF20000"), "6A81");
    EXPECT_EQ(ask("FFD0000000"), "6D00");
    EXPECT_EQ(ask("00A4040C07A0000002471001"), "6E00");
    EXPECT_EQ(ask("FF"), "6700");
    impostor.power_off();
    EXPECT_EQ(impostor.transmit(test::hex("FFB0000000")).delivery, Delivery::never);
}

}  // namespace
}  // namespace fivestar::sim
