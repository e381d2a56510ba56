// SPDX-License-Identifier: Apache-2.0
// Command chaining (ISO/IEC 7816-4 §5.3.3) through a whole chip.
#include "sim/chip/command_chain.hpp"

#include "tests/sim/chip/test_chip.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using test::TestChip;

TEST(CommandChain, JoinsCommands) {
    TestChip chip;
    EXPECT_EQ(chip.send("10A4040C04A0000002"), "9000");
    EXPECT_EQ(chip.send("00A4040C03471001"), "9000");
    EXPECT_EQ(chip.send("00A4020C020101"), "6982");  // the application is selected
    EXPECT_EQ(chip.send("10A4040C04A0000002"), "9000");
    EXPECT_EQ(chip.send("0084000008"), "6883");  // another command breaks the chain
    EXPECT_EQ(chip.send("00A4040C03471001"), "6A82");
}

TEST(CommandChain, LimitsTheirLength) {
    TestChip chip;
    const std::string part = "10A4040C00FFFF" + std::string(std::size_t{2} * 65535, '0');
    EXPECT_EQ(chip.send(part), "9000");
    EXPECT_EQ(chip.send(part), "6700");
}

}  // namespace
}  // namespace fivestar::sim
