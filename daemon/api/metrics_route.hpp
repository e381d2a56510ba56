// SPDX-License-Identifier: Apache-2.0
// The route GET /metrics: counters and gauges for Prometheus.
#pragma once

#include "daemon/http/route_table.hpp"

#include <functional>
#include <string>

namespace fivestar::daemon {

/// Returns the page. Called on the I/O thread for each request; must not block.
using MetricsSource = std::function<std::string()>;

void add_metrics_route(RouteTable& table, MetricsSource page);

}  // namespace fivestar::daemon
