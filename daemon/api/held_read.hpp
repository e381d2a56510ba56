// The finished read that a request is about.
#pragma once

#include "daemon/http/request.hpp"
#include "daemon/reads/read_store.hpp"

#include <memory>
#include <string_view>

namespace fivestar::daemon {

/// Tells the audit log which read a request is about: one that is its client's.
void note_read(AuditFacts& audit, const ReadLabel& label);

/// A read of the request's client, on a reader that it may use now; noted. Null otherwise.
[[nodiscard]] std::shared_ptr<const FinishedRead> held_read(const ReadStore& store, Request& request,
                                                            std::string_view id);

}  // namespace fivestar::daemon
