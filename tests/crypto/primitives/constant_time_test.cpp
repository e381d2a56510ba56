// SPDX-License-Identifier: Apache-2.0
#include "crypto/primitives/constant_time.hpp"

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

TEST(ConstantTimeEqual, ComparesAllOctets) {
    const Bytes octets{1, 2, 3};
    EXPECT_TRUE(constant_time_equal(octets, Bytes{1, 2, 3}));
    EXPECT_TRUE(constant_time_equal({}, {}));
    EXPECT_FALSE(constant_time_equal(octets, Bytes{1, 2, 4}));
    EXPECT_FALSE(constant_time_equal(octets, Bytes{0, 2, 3}));
    EXPECT_FALSE(constant_time_equal(octets, Bytes{1, 2}));
    EXPECT_FALSE(constant_time_equal(octets, Bytes{1, 2, 3, 0}));
}

}  // namespace
}  // namespace fivestar::crypto
