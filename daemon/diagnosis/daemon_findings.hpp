// SPDX-License-Identifier: Apache-2.0
// What keeps the daemon from its work, as it sees it from within.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/readers/reader_view.hpp"
#include "daemon/reads/trust_in_use.hpp"
#include "diagnosis/finding.hpp"

#include <vector>

namespace fivestar::daemon {

struct DaemonFacts {
    ServiceState pcsc = ServiceState::connected;
    bool has_clients = true;  ///< whether a `[[client]]` is configured
    std::vector<ReaderView> readers = {};
    WallTime now = {};
    WallTime built = {};
};

/// Of PC/SC, grants, readers, trust and clock. Trust that is still being loaded for the first time is not judged.
[[nodiscard]] std::vector<diagnosis::Finding> daemon_findings(const DaemonFacts& facts, const TrustInUse& trust);

}  // namespace fivestar::daemon
