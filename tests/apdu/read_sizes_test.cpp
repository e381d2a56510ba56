// SPDX-License-Identifier: Apache-2.0
// The sizes of READ BINARY, from extended length down to what early chips accept.
#include "apdu/read_sizes.hpp"

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using crypto::BlockCipher;

TEST(ReadSizes, FallsBackStepByStep) {
    ReadSizes sizes{true};
    EXPECT_EQ(sizes.block(), 65'533U);
    EXPECT_EQ(sizes.short_block(), 256U);
    sizes.protect_with(BlockCipher::aes_128);
    EXPECT_EQ(sizes.short_block(), 223U);
    EXPECT_TRUE(sizes.extended_length());
    EXPECT_TRUE(sizes.reduce_below(sizes.block()));
    EXPECT_FALSE(sizes.extended_length());
    EXPECT_EQ(sizes.block(), 223U);
    sizes.protect_with(BlockCipher::triple_des);
    EXPECT_EQ(sizes.block(), 231U);
    for (const std::uint32_t rung : {192U, 160U, 112U}) {
        EXPECT_TRUE(sizes.reduce_below(sizes.block()));
        EXPECT_EQ(sizes.block(), rung);
    }
    EXPECT_FALSE(sizes.reduce_below(112));
    EXPECT_EQ(sizes.block(), 112U);
}

TEST(ReadSizes, SkipsSizesThatWereRefused) {
    ReadSizes sizes{true};
    EXPECT_TRUE(sizes.reduce_below(180));
    EXPECT_EQ(sizes.block(), 160U);
}

TEST(ReadSizes, KeepsTheChipsOwnLimit) {
    ReadSizes sizes{false};
    sizes.cap(200);
    EXPECT_EQ(sizes.block(), 200U);
    EXPECT_TRUE(sizes.reduce_below(200));
    EXPECT_EQ(sizes.block(), 192U);
    sizes.cap(1);
    EXPECT_EQ(sizes.block(), 192U);
}

}  // namespace
}  // namespace fivestar::apdu
