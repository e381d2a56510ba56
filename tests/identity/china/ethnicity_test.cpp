// SPDX-License-Identifier: Apache-2.0
#include "identity/china/ethnicity.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(Ethnicity, IsNamed) {
    EXPECT_EQ(ethnicity("01")->zh->view(), "汉");
    EXPECT_EQ(ethnicity("56")->en->view(), "Jino");
    EXPECT_FALSE(ethnicity("57"));
    EXPECT_FALSE(ethnicity(""));
}

}  // namespace
}  // namespace fivestar::identity
