// SPDX-License-Identifier: Apache-2.0
// Expected value: the printed form on reading machines; the octets are its five numbers, little-endian.
#include "samv/sam_id.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::samv {
namespace {

using test::hex;

TEST(SamId, PrintsAsOnTheReadingMachine) {
    const auto id = parse_sam_id(hex("0500 0300 55773301 87D61200 15CD5B07"));
    ASSERT_TRUE(id);
    EXPECT_EQ(to_string(*id), "05.03-20150101-0001234567-0123456789");
}

TEST(SamId, OctetsAbove7FAreNotSigned) {
    const auto id = parse_sam_id(hex("FF00 8000 FFFFFFFF 80808080 FFFFFFFF"));
    ASSERT_TRUE(id);
    EXPECT_EQ(to_string(*id), "255.128-4294967295-2155905152-4294967295");
}

TEST(SamId, HasSixteenOctets) {
    EXPECT_FALSE(parse_sam_id(Bytes(15, 0)));
    EXPECT_FALSE(parse_sam_id(Bytes(17, 0)));
    EXPECT_EQ(to_string(parse_sam_id(Bytes(16, 0)).value()), "00.00-00000000-0000000000-0000000000");
}

}  // namespace
}  // namespace fivestar::samv
