// SPDX-License-Identifier: Apache-2.0
// The route GET /v1/health: the state of the PC/SC service, the readers and the trust store.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/readers/reader_source.hpp"
#include "daemon/reads/trust_in_use.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fivestar::daemon {

struct HealthReport {
    std::vector<std::string> reasons = {};  ///< codes of what is wrong, besides PC/SC and trust
    std::string version = {};
    ServiceState pcsc = ServiceState::connected;
    std::size_t readers = 0;
    std::size_t trust_anchors = 0;
    std::size_t trust_skipped = 0;                 ///< trust files that could not be used
    bool trust_loading = false;                    ///< the first load: nothing is trusted yet
    std::optional<WallTime> trust_loaded_at = {};  ///< nothing before the first load
};

/// Returns the current report. Called on the I/O thread for each request; must not block.
using HealthSource = std::function<HealthReport()>;

/// Fills in the members about trust, and the reason `trust_unreadable`.
void describe_trust(const TrustInUse& trust, HealthReport& report);

/// Adds these reasons to those of the report: `pcsc_unavailable` or `pcsc_denied` if PC/SC is not connected;
/// `trust_loading` or `no_trust_anchors` if nothing is trusted; `trust_files_skipped`.
void add_health_route(RouteTable& table, HealthSource source);

}  // namespace fivestar::daemon
