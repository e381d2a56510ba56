// SPDX-License-Identifier: Apache-2.0
#include "cli/json.hpp"

#include "cli/views/printable.hpp"

#include <gtest/gtest.h>

namespace fivestar::cli {
namespace {

// A reader that its driver names in GBK.
TEST(Json, IsReadAlsoWhereATextIsNotUtf8) {
    constexpr std::string_view answer = "{\"readers\":[{\"name\":\"\xC9\xED 00 00\"}]}";
    const auto parsed = parse_json(answer);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(text_at(*parsed, "/readers/0/name"), "\uFFFD\uFFFD 00 00");
    EXPECT_EQ(scalar_at(*parsed, "/readers/0/name").view(), "\uFFFD\uFFFD 00 00");
    EXPECT_EQ(printable_json(answer).view(), "{\"readers\":[{\"name\":\"\\ufffd\\ufffd 00 00\"}]}");
    EXPECT_FALSE(parse_json("{\"readers\":\xC9}"));
    EXPECT_FALSE(parse_json("\xC9"));
}

}  // namespace
}  // namespace fivestar::cli
