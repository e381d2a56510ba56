// SPDX-License-Identifier: Apache-2.0
#include "trust_update/update.hpp"

#include "crypto/base/text.hpp"
#include "crypto/primitives/digest.hpp"
#include "trust_update/candidate.hpp"
#include "trust_update/download.hpp"
#include "trust_update/metrics_page.hpp"
#include "trust_update/schedule.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace fivestar::trust_update {
namespace {

std::string digest_of(ByteView octets) {
    return to_hex(crypto::digest(crypto::DigestAlgorithm::sha256, octets));
}

std::string day_of(WallTime instant) {
    return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::chrono::system_clock::to_time_t(instant)));
}

/// The result of an attempt that did not fail.
enum class Change : std::uint8_t { none, replaced };

struct AttemptFailure {
    Failure failure;
    long status = 0;
    std::chrono::seconds retry_after{};
};

class Attempt {
  public:
    Attempt(const Run& run, const Examiner& examiner, SourceReport& report)
        : run_(run), examiner_(examiner), report_(report), file_(report.source.file()) {}

    std::expected<Change, AttemptFailure> make() {
        const auto present = content_of(run_.folder.list(file_), crypto::max_trust_file_size);
        const std::string digest = present ? digest_of(*present) : "";
        // A master list of this run may have brought the issuer.
        if (!report_.list && present) {
            if (const auto facts = examiner_.examine(report_.source.kind, run_.folder.list(file_)))
                report_.list = *facts;
        }
        // A list that is not good any more is fetched again, whatever the server says about changes.
        const bool is_known = report_.list && digest == report_.state.list_digest;
        auto downloaded =
            download(report_.source.url, is_known ? report_.state.validators : Validators{}, run_.configuration.fetch);
        if (!downloaded) {
            const DownloadFailure& failure = downloaded.error();
            return std::unexpected{AttemptFailure{failure.problem, failure.status, failure.retry_after}};
        }
        if (downloaded->is_unchanged) return Change::none;
        if (report_.list && present && std::ranges::equal(*present, downloaded->content)) {
            remember(std::move(downloaded->validators), digest);
            return Change::none;
        }
        if (const auto failure = replace(downloaded->content)) return std::unexpected{AttemptFailure{*failure}};
        remember(std::move(downloaded->validators), digest_of(downloaded->content));
        return Change::replaced;
    }

  private:
    std::optional<Failure> replace(ByteView content) {
        const auto incoming = run_.folder.write_incoming(file_, content);
        if (!incoming) return Problem::disk;
        // Examined on the disk, where fivestard will read it.
        auto facts = examiner_.examine(report_.source.kind, *incoming);
        if (facts && report_.list && facts->issued_at < report_.list->issued_at) {
            facts = std::unexpected{Problem::older};
        }
        if (facts && !run_.folder.place(*incoming, file_)) facts = std::unexpected{Problem::disk};
        if (!facts) {
            run_.folder.discard(*incoming);
            return facts.error();
        }
        report_.list = *facts;
        return std::nullopt;
    }

    void remember(Validators validators, std::string digest) {
        report_.state.validators = std::move(validators);
        report_.state.list_digest = std::move(digest);
    }

    const Run& run_;
    const Examiner& examiner_;
    SourceReport& report_;
    std::string file_;
};

void log_success(const Run& run, const SourceReport& report, Change change) {
    if (!report.list) return;  // there is one after every success
    run.log(fmt::format("{} {}: {}, dated {}, {} entries", to_string(report.source.kind), report.source.name,
                        change == Change::replaced ? "replaced" : "unchanged", day_of(report.list->issued_at),
                        report.list->entries));
}

void log_failure(const Run& run, const SourceReport& report, const AttemptFailure& failure) {
    const std::string status = failure.status != 0 ? fmt::format(" {}", failure.status) : "";
    const std::string kept = report.list ? fmt::format("the list of {} stays", day_of(report.list->issued_at))
                                         : std::string{"there is no list"};
    run.log(fmt::format("{} {}: failed: {}{}; {}", to_string(report.source.kind), report.source.name,
                        to_string(failure.failure), status, kept));
}

/// Tries one source. True if it replaced its list; `all_good` becomes false if it failed.
bool try_source(const Run& run, const Examiner& examiner, SourceReport& report, bool& all_good) {
    SourceState& state = report.state;
    const auto result = Attempt{run, examiner, report}.make();
    state.attempted_at = run.now;
    if (result) {
        state.succeeded_at = run.now;
        state.failures = 0;
        state.next_attempt = after_success(run.now, report.source.interval, run.chance());
        log_success(run, report, *result);
        return *result == Change::replaced;
    }
    all_good = false;
    state.failed_at = run.now;
    state.failure = to_string(result.error().failure);
    ++state.failures;
    state.next_attempt =
        after_failure(run.now, report.source.interval, state.failures, result.error().retry_after, run.chance());
    log_failure(run, report, result.error());
    return false;
}

std::vector<SourceReport> reports_of(const Run& run, const Examiner& examiner) {
    std::vector<SourceReport> reports;
    for (const Source& source : run.configuration.sources) {
        SourceReport report{source, parse_source_state(run.folder.state(source.file())), std::nullopt};
        // Another address starts afresh.
        if (report.state.url != source.url) report.state = {.url = source.url};
        if (const auto facts = examiner.examine(source.kind, run.folder.list(source.file()))) report.list = *facts;
        reports.push_back(std::move(report));
    }
    return reports;
}

}  // namespace

Outcome update(const Run& run) {
    const auto load = [&run] { return Examiner::load(run.configuration.trust, run.folder.lists(), run.now); };
    auto examiner = load();
    if (!examiner) return Outcome::trust_unreadable;
    std::vector<SourceReport> reports = reports_of(run, *examiner);
    bool all_good = true;
    bool all_written = true;
    for (SourceReport& report : reports) {
        if (!run.is_forced && !is_due(report.state, report.source.interval, run.now)) continue;
        // A new master list may bring the issuers of the revocation lists behind it.
        if (try_source(run, *examiner, report, all_good)) {
            if (auto again = load()) examiner = std::move(again);
        }
        all_written = run.folder.replace_state(report.source.file(), to_text(report.state)) && all_written;
    }
    all_written = run.folder.announce_changes() && all_written;
    all_written = run.folder.replace_metrics(metrics_page(reports, run.now)) && all_written;
    if (!all_good) return Outcome::list_failed;
    return all_written ? Outcome::good : Outcome::disk_failed;
}

}  // namespace fivestar::trust_update
