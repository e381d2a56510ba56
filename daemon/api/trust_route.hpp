// GET /v1/trust: whom the daemon believes, where it has that from, and what it could not use.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/reads/trust_in_use.hpp"

#include <functional>
#include <memory>

namespace fivestar::daemon {

/// Called on the I/O thread for each request; quick, never null.
using TrustProvider = std::function<std::shared_ptr<const TrustInUse>()>;

/// `clock` says which anchors have expired, and must outlive the table.
void add_trust_route(RouteTable& table, TrustProvider trust, const Clock& clock);

}  // namespace fivestar::daemon
