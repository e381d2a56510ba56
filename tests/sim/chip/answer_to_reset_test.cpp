// SPDX-License-Identifier: Apache-2.0
// The ATR of a contactless and of a contact chip.
#include "sim/chip/answer_to_reset.hpp"

#include "crypto/base/text.hpp"
#include "sim/chip/chip.hpp"
#include "tests/sim/chip/test_chip.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

TEST(AnswerToReset, DescribesTheChip) {
    SystemRandom random;
    const Chip contactless{test::test_card(), {}, random};
    const Bytes atr = contactless.atr();
    // PC/SC part 3 §3.1.3.2.3.1: 3B 8n 80 01, n historical bytes, and a check octet over all but the first.
    ASSERT_EQ(to_hex(ByteView{atr}.first(4)), "3B878001");
    EXPECT_EQ(atr.size(), 4U + 7U + 1U);
    std::uint8_t sum = 0;
    for (const std::uint8_t octet : ByteView{atr}.subspan(1)) sum ^= octet;
    EXPECT_EQ(sum, 0);
    EXPECT_EQ(atr[10] & 0x40, 0x40);  // card capabilities: extended Lc and Le

    const Chip contact{test::test_card(Interface::contact_t0), {}, random};
    EXPECT_EQ(to_hex(contact.atr()), "3B078031C873D40180");
}

}  // namespace
}  // namespace fivestar::sim
