// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/data_group.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

TEST(DataGroup, HasATagAndANumber) {
    for (unsigned number = 1; number <= last_data_group; ++number) {
        EXPECT_EQ(data_group_number(*data_group_tag(number)), number);
    }
    EXPECT_EQ(data_group_tag(0), std::nullopt);
    EXPECT_EQ(data_group_tag(17), std::nullopt);
    EXPECT_EQ(data_group_number(0x60), std::nullopt);
}

}  // namespace
}  // namespace fivestar::identity
