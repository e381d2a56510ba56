// SPDX-License-Identifier: Apache-2.0
// How GoogleTest shows the reason of a check.
#pragma once

#include "identity/verification/verification.hpp"
#include "tests/support/print_reason.hpp"

#include <ostream>

namespace fivestar::identity {

inline std::ostream& operator<<(std::ostream& out, const ReasonCode& code) {
    return out << to_string(code);
}

}  // namespace fivestar::identity
