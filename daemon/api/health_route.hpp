// GET /v1/health: whether cards could be read and believed now.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/readers/reader_source.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fivestar::daemon {

struct HealthReport {
    std::vector<std::string> reasons = {};  ///< codes of what is wrong besides PC/SC; `degraded` if there are any
    std::string version = {};
    ServiceState pcsc = ServiceState::connected;
    std::size_t readers = 0;
    std::size_t trust_anchors = 0;
    std::size_t trust_skipped = 0;                 ///< trust files that could not be used
    bool trust_loading = false;                    ///< for the first time: nothing is trusted yet
    std::optional<WallTime> trust_loaded_at = {};  ///< none before anything was read
};

/// Called on the I/O thread for each request; quick.
using HealthSource = std::function<HealthReport()>;

/// A PC/SC service that is not connected is the reason `pcsc_unavailable` or `pcsc_denied`, an empty trust store
/// `no_trust_anchors` or, before it has been loaded, `trust_loading`, a skipped file `trust_files_skipped`, beside
/// those of the report.
void add_health_route(RouteTable& table, HealthSource source);

}  // namespace fivestar::daemon
