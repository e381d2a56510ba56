// SPDX-License-Identifier: Apache-2.0
// The route GET /v1/events.
#pragma once

#include "daemon/api/event_hub.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/readers/reader_registry.hpp"

namespace fivestar::daemon {

/// Both must outlive the table.
void add_event_routes(RouteTable& table, const ReaderRegistry& registry, EventHub& hub);

}  // namespace fivestar::daemon
