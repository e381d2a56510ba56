// SPDX-License-Identifier: Apache-2.0
// How GoogleTest shows reasons and results of checks.
#pragma once

#include "crypto/base/check_result.hpp"

#include <ostream>

namespace fivestar {

inline std::ostream& operator<<(std::ostream& out, Reason reason) {
    return out << to_string(reason);
}

inline void PrintTo(const CheckResult& result, std::ostream* out) {
    *out << to_string(result.outcome) << ' ' << result.reason;
}

}  // namespace fivestar
