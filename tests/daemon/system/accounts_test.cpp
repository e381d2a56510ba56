// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/accounts.hpp"

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

TEST(Accounts, AreFoundByName) {
    EXPECT_EQ(daemon::uid_of("root"), 0U);
    EXPECT_EQ(daemon::gid_of("root"), 0U);
    EXPECT_EQ(daemon::uid_of("no such user here"), std::nullopt);
    EXPECT_EQ(daemon::gid_of(""), std::nullopt);
}

}  // namespace
}  // namespace fivestar::test
