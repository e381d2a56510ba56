// SPDX-License-Identifier: Apache-2.0
// Comparison of records in both directions.
#pragma once

#include "identity/matching/record_comparison.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {

inline constexpr Date matching_day = std::chrono::year{2026} / 1 / 31;

inline Comparison compared(ComparedField field, const IdentityRecord& one, const IdentityRecord& other) {
    const Comparison there = compare(field, one, other, matching_day);
    EXPECT_EQ(there, compare(field, other, one, matching_day)) << path_of(field);
    return there;
}

}  // namespace fivestar::identity
