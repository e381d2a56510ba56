// SPDX-License-Identifier: Apache-2.0
// The check `access`: the protocol that opened the chip, and signs of a downgrade.
#pragma once

#include "daemon/reading/chip_access.hpp"
#include "identity/verification/verification.hpp"

#include <string_view>

namespace fivestar::daemon {

/// `bac`, `pace-mrz`, `pace-can` or `none`.
[[nodiscard]] std::string_view access_method(const AccessFacts& access);

/// Fills the check. Findings: `pace_failed` (BAC stands in, as configured), `pace_unsupported` (PACE is offered in no
/// variant that we know) and `pace_not_used` (EF.CardAccess was found in the application, after BAC).
void report_access(const AccessFacts& access, identity::Check& check);

}  // namespace fivestar::daemon
