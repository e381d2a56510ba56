// SPDX-License-Identifier: Apache-2.0
// A chip whose application is selected, and commands to it.
#pragma once

#include "tests/sim/chip/test_chip.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::sim {

inline constexpr const char* select_application = "00A4040C07A0000002471001";
inline constexpr const char* select_common = "00A4020C02011E";

/// A chip with this interface, with the application selected and an open session.
inline test::TestChip& opened(test::TestChip& chip) {
    chip.select_application();
    EXPECT_TRUE(chip.open().has_value());
    return chip;
}

inline std::string last_four(const std::string& answer) {
    return answer.size() < 4 ? answer : answer.substr(answer.size() - 4);
}

}  // namespace fivestar::sim
