// SPDX-License-Identifier: Apache-2.0
// Devices that are no keyboards. tests/e2e/scan_test.py has virtual keyboards.
#include "scan/keyboard.hpp"

#include <gtest/gtest.h>

namespace fivestar::test {
namespace {

using scan::DeviceFault;
using scan::Keyboard;

TEST(Keyboard, FaultsHaveKinds) {
    const auto missing = Keyboard::open("/dev/input/by-id/nothing", {});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, DeviceFault::Kind::missing);
    const auto other = Keyboard::open("/dev/null", {});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind, DeviceFault::Kind::unsuitable);
    const auto layout = Keyboard::open("/dev/null", {.layout = "nowhere"});
    ASSERT_FALSE(layout);
    EXPECT_EQ(layout.error().kind, DeviceFault::Kind::unsuitable);
}

}  // namespace
}  // namespace fivestar::test
