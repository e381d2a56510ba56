// SPDX-License-Identifier: Apache-2.0
// Comparison of names in both directions.
#pragma once

#include "identity/matching/name_comparison.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::identity {

inline Names zone(std::string_view primary, std::string_view secondary, bool truncated = false) {
    Names names;
    names.primary.emplace(primary);
    if (!secondary.empty()) names.secondary.emplace(secondary);
    names.truncated = truncated;
    return names;
}

inline Names chinese(std::string_view name) {
    Names names;
    names.chinese.emplace(name);
    return names;
}

/// Both ways round, which must not matter.
inline Comparison compared(const Names& one, const Names& other) {
    const Comparison there = compare_names(one, other);
    EXPECT_EQ(there, compare_names(other, one));
    return there;
}
inline Comparison compared(std::string_view one, std::string_view other) {
    return compared(written_name(one), written_name(other));
}

}  // namespace fivestar::identity
