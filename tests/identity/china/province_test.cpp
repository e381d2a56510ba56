// SPDX-License-Identifier: Apache-2.0
#include "identity/china/province.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(Province, IsOneOfThirtyFour) {
    EXPECT_EQ(province("31")->zh, "上海市");
    EXPECT_EQ(province("99"), nullptr);
    unsigned provinces = 0;
    for (int code = 0; code < 100; ++code) {
        const std::string digits{static_cast<char>('0' + code / 10), static_cast<char>('0' + code % 10)};
        if (province(digits) != nullptr) ++provinces;
    }
    EXPECT_EQ(provinces, 34U);
}

}  // namespace
}  // namespace fivestar::identity
