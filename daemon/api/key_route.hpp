// SPDX-License-Identifier: Apache-2.0
// The route PUT /v1/readers/{id}/key: what a scanner read becomes the key of the next read at that reader.
#pragma once

#include "daemon/api/event_publisher.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/readers/reader_registry.hpp"
#include "daemon/reads/read_service.hpp"

namespace fivestar::daemon {

/// The references must outlive the table.
void add_key_route(RouteTable& table, const ReaderRegistry& registry, ReadService& reads, EventPublisher& events);

}  // namespace fivestar::daemon
