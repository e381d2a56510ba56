// SPDX-License-Identifier: Apache-2.0
// The routes GET /v1/readers and /v1/readers/{id}.
#pragma once

#include "daemon/http/route_table.hpp"
#include "daemon/readers/reader_registry.hpp"

namespace fivestar::daemon {

/// `registry` must outlive the table. Readers that are not granted are left out.
void add_reader_routes(RouteTable& table, const ReaderRegistry& registry);

}  // namespace fivestar::daemon
