// SPDX-License-Identifier: Apache-2.0
// Findings of the daemon about itself: PC/SC, grants, readers, trust and clock.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/readers/reader_view.hpp"
#include "daemon/reads/trust_in_use.hpp"
#include "diagnosis/finding.hpp"

#include <string>
#include <vector>

namespace fivestar::daemon {

struct DaemonFacts {
    ServiceState pcsc = ServiceState::connected;
    bool has_clients = true;  ///< a `[[client]]` is configured
    std::vector<ReaderView> readers = {};
    std::vector<std::string> held_readers = {};  ///< as `ReaderSource::held_readers`
    WallTime now = {};
    WallTime built = {};
};

/// Returns midnight, UTC, of the day on which this program was built. A correct clock never shows an earlier time.
[[nodiscard]] WallTime build_day();

/// Returns the findings. Trust that is still being loaded for the first time is not judged.
[[nodiscard]] std::vector<diagnosis::Finding> daemon_findings(const DaemonFacts& facts, const TrustInUse& trust);

}  // namespace fivestar::daemon
