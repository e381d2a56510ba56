// SPDX-License-Identifier: Apache-2.0
// Expected values: request frames of other hosts (GA/T 467-2019 terminals, published traces).
#include "samv/command.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::samv {
namespace {

using namespace std::chrono_literals;
using test::hex;

TEST(SamvCommand, EncodesEveryKnownRequest) {
    EXPECT_EQ(encode(reset_module), hex("AA AA AA 96 69 00 03 10 FF EC"));
    EXPECT_EQ(encode(module_status), hex("AA AA AA 96 69 00 03 11 FF ED"));
    EXPECT_EQ(encode(read_sam_id), hex("AA AA AA 96 69 00 03 12 FF EE"));
    EXPECT_EQ(encode(find_card), hex("AA AA AA 96 69 00 03 20 01 22"));
    EXPECT_EQ(encode(select_card), hex("AA AA AA 96 69 00 03 20 02 21"));
    EXPECT_EQ(encode(read_text_and_photo), hex("AA AA AA 96 69 00 03 30 01 32"));
    EXPECT_EQ(encode(read_with_fingerprints), hex("AA AA AA 96 69 00 03 30 10 23"));
    EXPECT_EQ(encode(read_appended_addresses), hex("AA AA AA 96 69 00 03 30 03 30"));
    EXPECT_EQ(encode(read_management_information), hex("AA AA AA 96 69 00 03 30 05 36"));
}

TEST(SamvCommand, ReadingTheCardMayTakeLonger) {
    EXPECT_EQ(reply_timeout(find_card), 1000ms);
    EXPECT_EQ(reply_timeout(select_card), 1000ms);
    EXPECT_EQ(reply_timeout(read_text_and_photo), 3000ms);
    EXPECT_EQ(reply_timeout(read_with_fingerprints), 3000ms);
    EXPECT_EQ(reply_timeout(read_appended_addresses), 3000ms);
}

}  // namespace
}  // namespace fivestar::samv
