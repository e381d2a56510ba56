// SPDX-License-Identifier: Apache-2.0
#include "trust_update/metrics_page.hpp"

#include <chrono>
#include <cstdint>

#include <fmt/format.h>

namespace fivestar::trust_update {
namespace {

std::int64_t unix_seconds(WallTime instant) {
    return std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch()).count();
}

std::optional<std::int64_t> unix_seconds(const std::optional<WallTime>& instant) {
    return instant ? std::optional{unix_seconds(*instant)} : std::nullopt;
}

/// Adds one gauge of each source that has it. Names have no character that a label must escape.
template <class Value>
void add_gauge(std::string& page, std::span<const SourceReport> reports, std::string_view name, std::string_view help,
               Value value) {
    const std::string full = fmt::format("fivestar_trust_update_{}", name);
    page += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", full, help);
    for (const SourceReport& report : reports) {
        const std::optional<std::int64_t> number = value(report);
        if (!number) continue;
        page += fmt::format("{}{{kind=\"{}\",list=\"{}\"}} {}\n", full, to_string(report.source.kind),
                            report.source.name, *number);
    }
}

}  // namespace

std::string metrics_page(std::span<const SourceReport> reports, WallTime now) {
    using Report = const SourceReport&;
    std::string page = fmt::format(
        "# HELP fivestar_trust_update_run_timestamp_seconds Last run, in Unix time.\n"
        "# TYPE fivestar_trust_update_run_timestamp_seconds gauge\n"
        "fivestar_trust_update_run_timestamp_seconds {}\n",
        unix_seconds(now));
    add_gauge(page, reports, "attempt_timestamp_seconds", "Last attempt to fetch the list.",
              [](Report report) { return unix_seconds(report.state.attempted_at); });
    add_gauge(page, reports, "success_timestamp_seconds",
              "Last attempt that found the list new and good, or unchanged.",
              [](Report report) { return unix_seconds(report.state.succeeded_at); });
    add_gauge(page, reports, "failures", "Failed attempts since the last success.",
              [](Report report) { return std::optional{std::int64_t{report.state.failures}}; });
    add_gauge(page, reports, "present", "1 if a good list is there, else 0.",
              [](Report report) { return std::optional{std::int64_t{report.list ? 1 : 0}}; });
    add_gauge(page, reports, "issued_timestamp_seconds", "Date of the list that is there.", [](Report report) {
        return report.list ? std::optional{unix_seconds(report.list->issued_at)} : std::nullopt;
    });
    add_gauge(page, reports, "next_update_timestamp_seconds",
              "Date until which the issuer announced the next revocation list.", [](Report report) {
                  return report.list ? unix_seconds(report.list->next_update) : std::optional<std::int64_t>{};
              });
    add_gauge(page, reports, "entries", "Certificates, or revoked serial numbers, in the list that is there.",
              [](Report report) {
                  return report.list ? std::optional{static_cast<std::int64_t>(report.list->entries)} : std::nullopt;
              });
    page +=
        "# HELP fivestar_trust_update_failure_timestamp_seconds Last failed attempt, by its reason.\n"
        "# TYPE fivestar_trust_update_failure_timestamp_seconds gauge\n";
    for (const SourceReport& report : reports) {
        if (!report.state.failed_at) continue;
        page +=
            fmt::format("fivestar_trust_update_failure_timestamp_seconds{{kind=\"{}\",list=\"{}\",reason=\"{}\"}} {}\n",
                        to_string(report.source.kind), report.source.name, report.state.failure,
                        unix_seconds(*report.state.failed_at));
    }
    return page;
}

}  // namespace fivestar::trust_update
