// SPDX-License-Identifier: Apache-2.0
// Files read in the clear and through a session. Access rules: ICAO Doc 9303-10 §3 and 9303-11 §4.
#include "sim/chip/file_commands.hpp"

#include "crypto/base/text.hpp"
#include "sim/chip/chip.hpp"
#include "tests/sim/chip/opened_chip.hpp"
#include "tests/sim/chip/test_chip.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

using test::TestChip;

TEST(Chip, RefusesItsFilesWithoutASession) {
    TestChip chip;
    chip.select_application();
    for (const char* command : {select_common, "00A4020C020101", "00B0810000", "00B19E000354010000", "00A4020C020103",
                                "00B0830000", "00B1011E0354010000"}) {
        EXPECT_EQ(last_four(chip.send(command)), command == std::string_view{"00B19E000354010000"} ? "6A82" : "6982")
            << command;
    }
    EXPECT_EQ(chip.send("00B0000000"), "6986");  // no file was selected
}

TEST(Chip, ReadsThroughASession) {
    TestChip chip;
    opened(chip);
    EXPECT_EQ(chip.secured(select_common), "9000");
    EXPECT_EQ(chip.secured("00B0000004"), "60145F019000");
    EXPECT_EQ(chip.secured("00B0001000"), "30305C0261759000");
    EXPECT_EQ(chip.secured("00B0001064"), "30305C0261756282");
    EXPECT_EQ(chip.secured("00B0001600"), "6B00");
    EXPECT_EQ(chip.secured("00B0810000"), "61055F1F0241429000");
    EXPECT_EQ(chip.secured("00A4020C020105"), "6A82");
    EXPECT_EQ(chip.secured("00200000"), "6D00");
}

TEST(Chip, NeverLetsAnyoneReadFingerprints) {
    TestChip chip;
    opened(chip);
    EXPECT_EQ(chip.secured("00A4020C020103"), "6982");
    EXPECT_EQ(chip.secured("00B0830000"), "6982");
    EXPECT_EQ(chip.secured("00B1010303540100"), "6700");
    EXPECT_EQ(chip.secured("00B101030354010000"), "6982");
    EXPECT_EQ(chip.secured("00B0810000"), "61055F1F0241429000");  // the session is still open
}

TEST(Chip, LimitsResponsesToTheirForm) {
    TestChip chip;
    opened(chip);
    EXPECT_EQ(chip.secured("00B0820000").size(), 2 * (231 + 2));  // the limit of a short response with 3DES
    EXPECT_EQ(chip.secured("00B00000E7").size(), 2 * (231 + 2));
    EXPECT_EQ(chip.secured("00B000000003E8").size(), 2 * (1000 + 2));
    EXPECT_EQ(chip.secured("00B00000000000").size(), 2 * (40'000 + 2));
}

TEST(Chip, ReadsPast32767WithTheOddInstruction) {
    TestChip chip;
    opened(chip);
    EXPECT_EQ(chip.secured("00A4020C020102"), "9000");
    const std::string answer = chip.secured("00B1000004540280000A");
    Bytes expected = test::hex("5308");
    for (std::size_t at = 0x8000 - 4; expected.size() < 10; ++at) expected.push_back(test::dg2_octet(at));
    EXPECT_EQ(answer, to_hex(expected) + "9000");
    // With bit 8 of P1 the even instruction names a short identifier, and so reads another file.
    EXPECT_EQ(chip.secured("00B0810003"), "61055F9000");
}

}  // namespace
}  // namespace fivestar::sim
