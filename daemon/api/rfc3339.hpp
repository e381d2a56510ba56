// SPDX-License-Identifier: Apache-2.0
// Formats instants (RFC 3339).
#pragma once

#include "crypto/base/clock.hpp"

#include <string>

namespace fivestar::daemon {

/// Returns `2026-01-31T23:59:59Z`: UTC, whole seconds. Years 0 to 9999.
[[nodiscard]] std::string rfc3339(WallTime instant);

}  // namespace fivestar::daemon
