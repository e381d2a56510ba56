// SPDX-License-Identifier: Apache-2.0
#include "daemon/diagnosis/daemon_findings.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

using diagnosis::Cause;
using diagnosis::Finding;

std::string day(WallTime instant) {
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(instant)};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

/// The latest times of all revocation lists.
struct Newest {
    std::optional<WallTime> this_update = {};
    std::optional<WallTime> next_update = {};

    void look_at(const crypto::TrustStore& store) {
        for (const auto& [name, issued] : store.revocation_lists()) {
            this_update = std::max(this_update, std::optional{issued.list.this_update});
            next_update = std::max(next_update, issued.list.next_update);
        }
    }
};

/// The first skipped files with their reasons: `a.cer: malformed; b.ldif#7: unsupported; 3 more`.
std::string description_of_skipped(const TrustInUse& trust) {
    constexpr std::size_t most_described = 3;
    std::string text;
    std::size_t count = 0;
    for (const crypto::LoadedTrust* const loaded : {&trust.passports, &trust.lds_profile}) {
        for (const crypto::SkippedFile& file : loaded->skipped) {
            if (file.reason == Reason::issuer_unknown || ++count > most_described) continue;
            const std::string entry = file.entry ? fmt::format("#{}", *file.entry) : "";
            text += fmt::format("{}{}{}: {}", text.empty() ? "" : "; ", file.file, entry, to_string(file.reason));
        }
    }
    if (count > most_described) text += fmt::format("; {} more", count - most_described);
    return text;
}

void judge_trust(std::vector<Finding>& findings, const TrustInUse& trust, const Newest& newest, WallTime now) {
    if (trust.unreadable) findings.push_back({Cause::trust_unreadable});
    if (trust.unusable_files() != 0) findings.push_back({Cause::trust_files_skipped, description_of_skipped(trust)});
    if (trust.passports.anchors == 0 && trust.lds_profile.anchors == 0) {
        findings.push_back({Cause::trust_empty});
    } else if (!newest.this_update) {
        findings.push_back({Cause::no_revocation_lists});
    } else if (!newest.next_update || *newest.next_update < now) {
        findings.push_back({Cause::trust_stale, day(newest.next_update.value_or(*newest.this_update))});
    }
}

}  // namespace

WallTime build_day() {
    return WallTime{std::chrono::seconds{FIVESTAR_BUILT}};
}

std::vector<Finding> daemon_findings(const DaemonFacts& facts, const TrustInUse& trust) {
    std::vector<Finding> findings;
    if (facts.refused_configuration) findings.push_back({Cause::configuration_refused, *facts.refused_configuration});
    if (facts.pcsc == ServiceState::unavailable) findings.push_back({Cause::pcscd_not_running});
    if (facts.pcsc == ServiceState::denied) findings.push_back({Cause::pcscd_denied});
    if (!facts.has_clients) findings.push_back({Cause::no_client_configured});
    if (facts.pcsc == ServiceState::connected && facts.readers.empty() && facts.held_readers.empty()) {
        findings.push_back({Cause::no_reader});
    }
    for (const ReaderView& reader : facts.readers) {
        if (reader.held_by_other_program) findings.push_back({Cause::reader_held, reader.name});
        if (!reader.takes_extended_length) findings.push_back({Cause::reader_without_extended_length, reader.name});
    }
    for (const std::string& name : facts.held_readers) findings.push_back({Cause::reader_held, name});
    Newest newest;
    newest.look_at(*trust.passports.store);
    newest.look_at(*trust.lds_profile.store);
    const WallTime earliest = std::max(facts.built, newest.this_update.value_or(facts.built));
    if (facts.now < earliest) {
        findings.push_back({Cause::clock_wrong, day(facts.now) + " < " + day(earliest)});
    }
    if (trust.loading) {
        findings.push_back({Cause::trust_loading});
    } else {
        judge_trust(findings, trust, newest, facts.now);
    }
    if (facts.reads.pseudonym_key_is_unusable) findings.push_back({Cause::pseudonym_key_unusable});
    if (facts.reads.portrait_plugin != Reason::none) findings.push_back({Cause::portrait_plugin_unusable});
    if (!facts.memory_is_locked) findings.push_back({Cause::memory_not_locked});
    return findings;
}

std::vector<std::string> health_reasons(const std::vector<Finding>& findings) {
    // Causes that had other names in health before they were findings.
    constexpr std::pair<Cause, std::string_view> renamed[] = {{Cause::pcscd_not_running, "pcsc_unavailable"},
                                                              {Cause::pcscd_denied, "pcsc_denied"},
                                                              {Cause::trust_empty, "no_trust_anchors"}};
    constexpr Cause degrading[] = {Cause::configuration_refused,   Cause::trust_loading,
                                   Cause::trust_unreadable,        Cause::trust_files_skipped,
                                   Cause::memory_not_locked,       Cause::pseudonym_key_unusable,
                                   Cause::portrait_plugin_unusable};
    std::vector<std::string> reasons;
    for (const Finding& finding : findings) {
        const auto* const other = std::ranges::find(renamed, finding.cause, &std::pair<Cause, std::string_view>::first);
        if (other != std::end(renamed)) reasons.emplace_back(other->second);
        if (std::ranges::find(degrading, finding.cause) != std::end(degrading)) {
            reasons.emplace_back(explanation_of(finding.cause).code);
        }
    }
    return reasons;
}

std::vector<std::pair<std::string_view, std::size_t>> count_findings(const std::vector<Finding>& findings) {
    constexpr Cause known[] = {
        Cause::configuration_refused,
        Cause::no_client_configured,
        Cause::pcscd_not_running,
        Cause::pcscd_denied,
        Cause::private_users,
        Cause::no_reader,
        Cause::trust_loading,
        Cause::trust_unreadable,
        Cause::trust_files_skipped,
        Cause::trust_empty,
        Cause::trust_stale,
        Cause::no_revocation_lists,
        Cause::clock_wrong,
        Cause::pseudonym_key_unusable,
        Cause::portrait_plugin_unusable,
        Cause::memory_not_locked,
        Cause::reader_held,
        Cause::reader_without_extended_length,
        Cause::sam_not_authorised,
        Cause::pcscd_open,
        Cause::pcscd_logs_exchanges,
    };
    std::vector<std::pair<std::string_view, std::size_t>> counts;
    for (const Cause cause : known) {
        const auto count = std::ranges::count(findings, cause, &Finding::cause);
        counts.emplace_back(explanation_of(cause).code, static_cast<std::size_t>(count));
    }
    return counts;
}

}  // namespace fivestar::daemon
