// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/nearest.hpp"

#include <array>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar {
namespace {

constexpr std::array<std::string_view, 5> commands{"readers", "read", "match", "doctor", "whoami"};

TEST(Nearest, IsTheNameWithTheFewestEdits) {
    EXPECT_EQ(nearest("raeders", commands), "readers") << "neighbours swapped: one edit (Damerau 1964)";
    EXPECT_EQ(nearest("reed", commands), "read");
    EXPECT_EQ(nearest("docter", commands), "doctor");
    EXPECT_EQ(nearest("whoam", commands), "whoami");
    EXPECT_EQ(nearest("read", commands), "read");
}

TEST(Nearest, IsNothingFarAway) {
    EXPECT_EQ(nearest("kitten", commands), std::nullopt);
    EXPECT_EQ(nearest("", commands), std::nullopt);
    EXPECT_EQ(nearest("x", {}), std::nullopt);
    EXPECT_EQ(nearest(std::string(65, 'a'), commands), std::nullopt);
    const std::string longest(64, 'a');
    EXPECT_EQ(nearest(longest, std::array{std::string_view{longest}}), longest);
}

}  // namespace
}  // namespace fivestar
