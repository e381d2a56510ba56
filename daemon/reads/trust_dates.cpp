// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/trust_dates.hpp"

#include <algorithm>

namespace fivestar::daemon {

TrustDates dates_of(const crypto::LoadedTrust& trust, WallTime now) {
    TrustDates dates;
    for (const auto& anchor : trust.store->anchors()) {
        const WallTime expiry = anchor->certificate.not_after;
        if (expiry < now) ++dates.anchors_expired;
        dates.last_expiry = std::max(dates.last_expiry, std::optional{expiry});
    }
    for (const crypto::LoadedMasterList& list : trust.master_lists) {
        dates.master_list_signed_at = std::max(dates.master_list_signed_at, list.signed_at);
    }
    for (const auto& [name, issued] : trust.store->revocation_lists()) {
        ++dates.revocation_lists;
        if (issued.list.next_update && *issued.list.next_update < now) ++dates.revocation_lists_stale;
    }
    return dates;
}

}  // namespace fivestar::daemon
