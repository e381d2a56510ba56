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
    std::vector<std::string> reasons = {};  ///< codes of what is wrong
    std::string version = {};
    ServiceState pcsc = ServiceState::connected;
    std::size_t readers = 0;
    std::size_t trust_anchors = 0;
    std::size_t trust_skipped = 0;                 ///< trust files that could not be used
    std::size_t lists_of_unknown_issuers = 0;      ///< revocation lists that are not needed
    std::optional<WallTime> trust_loaded_at = {};  ///< nothing before the first load
};

/// Returns the current report. Called on the I/O thread for each request; must not block.
using HealthSource = std::function<HealthReport()>;

/// Fills in the members about trust.
void describe_trust(const TrustInUse& trust, HealthReport& report);

void add_health_route(RouteTable& table, HealthSource source);

}  // namespace fivestar::daemon
