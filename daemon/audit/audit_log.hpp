// SPDX-License-Identifier: Apache-2.0
// Writes audit entries to the daemon's log. docs/OPERATIONS.md lists the fields and how to search by them.
#pragma once

#include "daemon/audit/audit_entry.hpp"
#include "daemon/system/log.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// The MESSAGE_ID of audit entries (systemd.journal-fields(7)).
inline constexpr std::string_view audit_message_id = "c3bc3e8fb6434d88b407b16e4983cefa";

/// Used on one thread.
class AuditWriter {
  public:
    /// `log` must outlive this object.
    explicit AuditWriter(Log& log) : log_(log) {}

    /// Writes one line with all facts. For the journal, also a field for each fact; FIVESTAR_FIELD once for each field
    /// of the record.
    void write(const AuditEntry& entry);

  private:
    void name(const FieldSet& fields);

    Log& log_;
    FieldSet named_ = {};  ///< the set of the names below: cached, because clients often repeat a request
    std::vector<std::string> leaves_ = {};
    std::string summary_ = {};
};

}  // namespace fivestar::daemon
