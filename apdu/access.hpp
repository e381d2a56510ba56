// SPDX-License-Identifier: Apache-2.0
// The result of access control to a chip (BAC or PACE).
#pragma once

#include "apdu/secure_messaging.hpp"

#include <cstdint>

namespace fivestar::apdu {

enum class AccessMethod : std::uint8_t { bac, pace_mrz, pace_can };

struct AccessResult {
    AccessMethod method;
    SessionKeys keys;
};

}  // namespace fivestar::apdu
