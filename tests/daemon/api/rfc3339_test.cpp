// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/rfc3339.hpp"

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using namespace std::chrono_literals;

// date -u -d @N +%FT%TZ
TEST(Rfc3339, WritesInstantsInUtc) {
    EXPECT_EQ(rfc3339(WallTime{}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(rfc3339(WallTime{1709210096s} + 999ms), "2024-02-29T12:34:56Z");
    EXPECT_EQ(rfc3339(WallTime{-1s}), "1969-12-31T23:59:59Z");
}

}  // namespace
}  // namespace fivestar::daemon
