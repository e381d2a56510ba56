// SPDX-License-Identifier: Apache-2.0
#include "daemon/diagnosis/daemon_findings.hpp"

#include <algorithm>
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

void judge_trust(std::vector<Finding>& findings, const TrustInUse& trust, const Newest& newest, WallTime now) {
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
    if (facts.pcsc == ServiceState::unavailable) findings.push_back({Cause::pcscd_not_running});
    if (facts.pcsc == ServiceState::denied) findings.push_back({Cause::pcscd_denied});
    if (!facts.has_clients) findings.push_back({Cause::no_client_configured});
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
    if (!trust.loading) judge_trust(findings, trust, newest, facts.now);
    return findings;
}

}  // namespace fivestar::daemon
