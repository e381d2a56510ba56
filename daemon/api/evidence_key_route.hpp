// SPDX-License-Identifier: Apache-2.0
// The route GET /v1/evidence-key: the public part of the key that evidence is signed with.
#pragma once

#include "daemon/http/route_table.hpp"
#include "daemon/keys/evidence_key.hpp"

#include <functional>
#include <memory>

namespace fivestar::daemon {

/// `key` returns null if none is configured; the answer is then 404.
void add_evidence_key_route(RouteTable& table, std::function<std::shared_ptr<const EvidenceKey>()> key);

}  // namespace fivestar::daemon
