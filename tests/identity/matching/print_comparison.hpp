// SPDX-License-Identifier: Apache-2.0
// How GoogleTest shows the outcome of a comparison.
#pragma once

#include "identity/matching/comparison.hpp"

#include <ostream>

namespace fivestar::identity {

inline void PrintTo(const Comparison& comparison, std::ostream* out) {
    *out << to_string(comparison.likeness) << ' ' << to_string(comparison.reason);
}

}  // namespace fivestar::identity
