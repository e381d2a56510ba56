// SPDX-License-Identifier: Apache-2.0
// Finds the held read that a request names.
#pragma once

#include "daemon/http/request.hpp"
#include "daemon/reads/read_store.hpp"

#include <memory>
#include <string_view>

namespace fivestar::daemon {

/// Records a read of the client in the audit facts.
void note_read(AuditFacts& audit, const ReadLabel& label);

/// Finds a read of the request's client, on a reader that is granted now, and records it in the audit facts. Null if
/// there is none.
[[nodiscard]] std::shared_ptr<const FinishedRead> held_read(const ReadStore& store, Request& request,
                                                            std::string_view id);

}  // namespace fivestar::daemon
