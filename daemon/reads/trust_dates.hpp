// SPDX-License-Identifier: Apache-2.0
// The age of what is trusted for passports, for metrics.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/pki/trust_directory.hpp"

#include <cstddef>
#include <optional>

namespace fivestar::daemon {

struct TrustDates {
    std::size_t anchors_expired = 0;
    std::optional<WallTime> last_expiry = {};            ///< of all anchors
    std::optional<WallTime> master_list_signed_at = {};  ///< the newest one
    std::size_t revocation_lists = 0;
    std::size_t revocation_lists_stale = 0;  ///< past their nextUpdate
};

[[nodiscard]] TrustDates dates_of(const crypto::LoadedTrust& trust, WallTime now);

}  // namespace fivestar::daemon
