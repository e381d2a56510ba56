// Audit entries as the daemon's log has them. docs/OPERATIONS.md names the fields and how to search by them.
#pragma once

#include "daemon/audit/audit_entry.hpp"
#include "daemon/system/log.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// By which the journal knows audit entries from all others (systemd.journal-fields(7), MESSAGE_ID).
inline constexpr std::string_view audit_message_id = "c3bc3e8fb6434d88b407b16e4983cefa";

/// Used on one thread.
class AuditWriter {
  public:
    /// `log` must outlive this object.
    explicit AuditWriter(Log& log) : log_(log) {}

    /// One line with everything; for the journal also a field for each thing, FIVESTAR_FIELD once for each field of a
    /// record.
    void write(const AuditEntry& entry);

  private:
    void name(const FieldSet& fields);

    Log& log_;
    FieldSet named_ = {};  ///< what the names below are of: a client asks for the same fields again and again
    std::vector<std::string> leaves_ = {};
    std::string summary_ = {};
};

}  // namespace fivestar::daemon
