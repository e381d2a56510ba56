// SPDX-License-Identifier: Apache-2.0
// The route GET /v1/trust: trust anchors with their sources, and files that could not be used.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/reads/trust_in_use.hpp"

#include <functional>
#include <memory>

namespace fivestar::daemon {

/// Returns what is trusted now, never null. Called on the I/O thread for each request; must not block.
using TrustProvider = std::function<std::shared_ptr<const TrustInUse>()>;

/// `clock` must outlive the table.
void add_trust_route(RouteTable& table, TrustProvider trust, const Clock& clock);

}  // namespace fivestar::daemon
