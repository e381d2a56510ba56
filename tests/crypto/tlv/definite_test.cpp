// SPDX-License-Identifier: Apache-2.0
// Expected values: X.690 §8.1.3 and §8.7.
#include "crypto/tlv/definite.hpp"

#include "tests/support/vector_file.hpp"

#include <cstddef>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::tlv {
namespace {

using test::hex;

TEST(Definite, LeavesDefiniteOctetsAlone) {
    // Lengths need not be the shortest: a signature may cover them.
    for (const std::string_view octets : {"04 00", "30 03 02 01 05", "30 81 03 02 01 05", "30 02 00 00"}) {
        EXPECT_EQ(to_definite(hex(octets)), hex(octets)) << octets;
    }
}

TEST(Definite, ReplacesIndefiniteLengthsAndJoinsOctetStrings) {
    EXPECT_EQ(to_definite(hex("30 80 02 01 05 00 00")), hex("30 03 02 01 05"));
    EXPECT_EQ(to_definite(hex("30 80 00 00")), hex("30 00"));
    EXPECT_EQ(to_definite(hex("30 08 30 80 02 01 05 00 00 05")), fail(ErrorCode::malformed));
    EXPECT_EQ(to_definite(hex("30 09 30 80 02 01 05 00 00 05 00")), hex("30 07 30 03 02 01 05 05 00"));
    EXPECT_EQ(to_definite(hex("24 80 04 01 AA 04 02 BB CC 00 00")), hex("04 03 AA BB CC"));
    EXPECT_EQ(to_definite(hex("24 03 04 01 AA")), hex("04 01 AA"));
    EXPECT_EQ(to_definite(hex("24 80 24 80 04 01 AA 00 00 04 01 BB 00 00")), hex("04 02 AA BB"));
    EXPECT_EQ(to_definite(hex("BF 81 48 80 05 00 00 00")), hex("BF 81 48 02 05 00"));
}

TEST(Definite, RefusesWhatDoesNotEndOrIsNoOctetString) {
    for (const std::string_view octets : {"", "30", "30 80", "30 80 00", "30 80 02 01 05", "30 80 02 01 05 00",
                                          "04 80 00 00", "24 80 02 01 05 00 00", "30 02 30 80"}) {
        EXPECT_EQ(to_definite(hex(octets)), fail(ErrorCode::malformed)) << octets;
    }
    EXPECT_EQ(to_definite(hex("30 00 00")), fail(ErrorCode::trailing_bytes));
    EXPECT_EQ(to_definite(hex("30 80 00 00 00 00")), fail(ErrorCode::trailing_bytes));
}

TEST(Definite, BoundsDepth) {
    const auto nested = [](std::size_t depth) {
        Bytes octets;
        for (std::size_t level = 0; level < depth; ++level) append(octets, hex("30 80"));
        octets.resize(octets.size() + 2 * depth);
        return octets;
    };
    EXPECT_TRUE(to_definite(nested(max_definite_depth)));
    EXPECT_EQ(to_definite(nested(max_definite_depth + 1)), fail(ErrorCode::limit_exceeded));
    EXPECT_EQ(to_definite(nested(50'000)), fail(ErrorCode::limit_exceeded));
}

}  // namespace
}  // namespace fivestar::tlv
