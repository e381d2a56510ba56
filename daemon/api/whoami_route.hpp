// GET /v1/whoami: what the asking client is granted.
#pragma once

#include "daemon/http/route_table.hpp"

namespace fivestar::daemon {

void add_whoami_route(RouteTable& table);

}  // namespace fivestar::daemon
