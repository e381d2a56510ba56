// SPDX-License-Identifier: Apache-2.0
// When this program was built: no clock that is right shows an earlier day.
#pragma once

#include "crypto/base/clock.hpp"

namespace fivestar::daemon {

/// Midnight, UTC.
[[nodiscard]] WallTime build_day();

}  // namespace fivestar::daemon
