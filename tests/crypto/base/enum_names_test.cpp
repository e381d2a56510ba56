// SPDX-License-Identifier: Apache-2.0
#include "crypto/base/enum_names.hpp"

#include <gtest/gtest.h>

namespace fivestar {
namespace {

enum class Season : unsigned char { spring, summer, autumn };

constexpr EnumNames<Season::autumn> names("spring", "summer", "autumn");

TEST(EnumNames, FindsNameAndEnumerator) {
    static_assert(names.count == 3);
    EXPECT_EQ(names[Season::spring], "spring");
    EXPECT_EQ(names[Season::autumn], "autumn");
    EXPECT_EQ(names.find("summer"), Season::summer);
    EXPECT_EQ(names.find("winter"), std::nullopt);
    EXPECT_EQ(names.find(""), std::nullopt);
}

}  // namespace
}  // namespace fivestar
