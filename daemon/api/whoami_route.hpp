// SPDX-License-Identifier: Apache-2.0
// The route GET /v1/whoami: the grants of the client.
#pragma once

#include "daemon/http/route_table.hpp"

namespace fivestar::daemon {

void add_whoami_route(RouteTable& table);

}  // namespace fivestar::daemon
