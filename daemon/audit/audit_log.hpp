// Audit entries as the daemon's log has them. docs/OPERATIONS.md names the fields and how to search by them.
#pragma once

#include "daemon/audit/audit_entry.hpp"
#include "daemon/system/log.hpp"

#include <string_view>

namespace fivestar::daemon {

/// By which the journal knows audit entries from all others (systemd.journal-fields(7), MESSAGE_ID).
inline constexpr std::string_view audit_message_id = "c3bc3e8fb6434d88b407b16e4983cefa";

/// One line with everything; for the journal also a field for each thing, FIVESTAR_FIELD once for each field of a
/// record.
void write_audit_entry(Log& log, const AuditEntry& entry);

}  // namespace fivestar::daemon
