// SPDX-License-Identifier: Apache-2.0
#include "daemon/audit/audit_log.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

constexpr std::size_t usual_line = 512;  // octets
constexpr std::size_t most_others = 16;  // entries besides those of FIVESTAR_FIELD

/// An entry under construction, as a line and as fields.
class Record {
  public:
    /// `leaves`: the number of fields of the record.
    explicit Record(std::size_t leaves) {
        line_.reserve(usual_line);
        fields_.reserve(most_others + leaves);
        add_field("MESSAGE_ID", audit_message_id);
    }

    /// `value` must outlive this object. An empty value is left out.
    void add(std::string_view name, std::string_view field, std::string_view value) {
        if (value.empty()) return;
        add_to_line(name, value);
        add_field(field, value);
    }
    void add_to_line(std::string_view name, std::string_view value) {
        if (!value.empty()) line_.append(" ").append(name).append("=").append(value);
    }
    void add_field(std::string_view field, std::string_view value) { fields_.push_back({field, value}); }
    void add_fields(std::string_view field, const std::vector<std::string>& values) {
        for (const std::string& value : values) add_field(field, value);
    }
    void write_to(Log& log) const { log.record(line_, fields_); }

  private:
    std::string line_ = "audit:";
    std::vector<LogField> fields_;
};

}  // namespace

void AuditWriter::write(const AuditEntry& entry) {
    name(entry.facts.fields);
    const AuditFacts& facts = entry.facts;
    const std::string uid = std::to_string(entry.uid);
    const std::string gid = std::to_string(entry.gid);
    const std::string pid = std::to_string(entry.pid);
    const std::string duration = std::to_string(entry.duration.count());
    Record record{leaves_.size()};
    record.add("client", "FIVESTAR_CLIENT", entry.client);
    record.add("uid", "FIVESTAR_PEER_UID", uid);
    record.add("gid", "FIVESTAR_PEER_GID", gid);
    record.add("pid", "FIVESTAR_PEER_PID", pid);
    record.add_to_line("request", fmt::format("\"{}\"", entry.request));
    record.add_field("FIVESTAR_REQUEST", entry.request);
    record.add("outcome", "FIVESTAR_OUTCOME", to_string(entry.outcome));
    record.add("problem", "FIVESTAR_PROBLEM", entry.problem);
    record.add("refused", "FIVESTAR_REFUSED_FIELD", entry.refused_field);
    record.add("reader", "FIVESTAR_READER", facts.reader);
    record.add("card", "FIVESTAR_CARD", facts.card);
    record.add_to_line("reads", fmt::format("{}", fmt::join(facts.reads, ",")));
    record.add_fields("FIVESTAR_READ", facts.reads);
    record.add_to_line("fields", summary_);
    record.add_fields("FIVESTAR_FIELD", leaves_);
    record.add("usec", "FIVESTAR_DURATION_USEC", duration);
    record.write_to(log_);
}

void AuditWriter::name(const FieldSet& fields) {
    if (fields == named_) return;
    named_ = fields;
    leaves_ = fields.leaves();
    summary_ = fields.summary();
}

}  // namespace fivestar::daemon
