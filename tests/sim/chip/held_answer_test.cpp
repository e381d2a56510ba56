// SPDX-License-Identifier: Apache-2.0
// 61xx, 6Cxx and GET RESPONSE of a contact chip with T=0 (ISO/IEC 7816-3 §12.2).
#include "sim/chip/held_answer.hpp"

#include "tests/sim/chip/test_chip.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using test::TestChip;

// T=0 carries data in one direction for each command (ISO/IEC 7816-3 §12.2).
TEST(HeldAnswer, IsFetchedWithGetResponse) {
    TestChip chip{test::test_card(Interface::contact_t0)};
    EXPECT_EQ(chip.send("00A4040007A000000247100100"), "610B");
    EXPECT_EQ(chip.send("00C0000004"), "6F0984076107");
    EXPECT_EQ(chip.send("00C0000008"), "6C07");
    EXPECT_EQ(chip.send("00C0000007"), "A00000024710019000");
    EXPECT_EQ(chip.send("00C0000007"), "6985");
    EXPECT_EQ(chip.send("00A4040007A000000247100100"), "610B");
    EXPECT_EQ(chip.send("00A4000C023F00"), "9000");
    EXPECT_EQ(chip.send("00C000000B"), "6985");  // another command drops the answer
}

TEST(HeldAnswer, HasItsExactLengthNamed) {
    TestChip chip{test::test_card(Interface::contact_t0)};
    EXPECT_EQ(chip.send("00B09E0000"), "6C0B");
    EXPECT_EQ(chip.send("00B09E000B"), "61094F07A00000024710019000");
    EXPECT_EQ(chip.send("0084000000"), "6C08");
    EXPECT_EQ(chip.send("0084000008").size(), 20U);
    EXPECT_EQ(chip.send("00B000000000FF"), "6700");  // no extended length
}

}  // namespace
}  // namespace fivestar::sim
