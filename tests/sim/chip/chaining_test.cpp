// SPDX-License-Identifier: Apache-2.0
// Command chaining, and the responses of a contact chip with T=0, through a whole chip.
#include "sim/chip/chaining.hpp"

#include "sim/chip/pace.hpp"
#include "tests/sim/chip/test_chip.hpp"
#include "tests/support/vector_file.hpp"

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

// Case 4 has no Le with T=0 (ISO/IEC 7816-3 §12.2.1): a command that responds is answered with 61xx all the same.
TEST(HeldAnswer, IsKeptForCommandsThatCannotSayLe) {
    Card card = test::test_card(Interface::contact_t0);
    card.security.pace.offers = {{Mapping::generic, crypto::BlockCipher::aes_128, 0x0D}};  // BrainpoolP256r1
    card.security.pace.passwords.emplace(0x02, SecretBytes{test::hex("3132333435363738")});
    TestChip chip{std::move(card)};
    EXPECT_EQ(chip.send("0022C1A40F800A04007F00070202040202830102"), "9000");
    EXPECT_EQ(chip.send("10860000027C00"), "6114");
    const std::string nonce = chip.send("00C0000014");
    EXPECT_EQ(nonce.substr(0, 8), "7C128010");  // an encrypted nonce of one block (Doc 9303-11 §4.4.4.3)
    EXPECT_EQ(nonce.substr(nonce.size() - 4), "9000");
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
