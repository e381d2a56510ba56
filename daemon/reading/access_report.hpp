// What the record says of access: by which protocol, and whether somebody made us use a weaker one.
#pragma once

#include "daemon/reading/document_session.hpp"
#include "identity/verification/verification.hpp"

#include <string_view>

namespace fivestar::daemon {

/// `bac`, `pace-mrz`, `pace-can` or `none`.
[[nodiscard]] std::string_view access_method(const DocumentSession& session);

/// Fills the check `access`: method `bac`, `pace-mrz`, `pace-can` or `none`; findings `pace_failed` (BAC stands in, as
/// configured), `pace_unsupported` (PACE is offered in no form that we know) and `pace_not_used` (EF.CardAccess was
/// found in the application, after BAC).
void report_access(const DocumentSession& session, identity::Check& check);

}  // namespace fivestar::daemon
