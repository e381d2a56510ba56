// SPDX-License-Identifier: Apache-2.0
// Counters and gauges in Prometheus' text format. No label has a value from a card, a client or a request, so none is
// personal and their number is bounded: outcomes, steps, states and codes are literals of this program.
#pragma once

#include "daemon/readers/reader_view.hpp"
#include "daemon/reading/read_outcome.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace fivestar::daemon {

/// Values of the moment, and counters kept elsewhere.
struct Gauges {
    ServiceState pcsc = ServiceState::connected;
    std::span<const ReaderView> readers = {};
    std::size_t reads_queued = 0;  ///< accepted, waiting for their reader
    std::size_t reads_held = 0;
    std::size_t event_streams = 0;
    std::size_t trust_anchors = 0;
    std::size_t trust_files_skipped = 0;
    std::size_t trust_lists_of_unknown_issuers = 0;
    std::span<const std::pair<std::string_view, std::size_t>> findings = {};  ///< of each code, a literal
    std::optional<WallTime> trust_loaded_at = {};
    std::size_t trust_anchors_expired = 0;
    std::optional<WallTime> trust_last_expiry = {};  ///< of all anchors
    std::optional<WallTime> master_list_signed_at = {};
    std::size_t revocation_lists = 0;
    std::size_t revocation_lists_stale = 0;
    std::uint64_t log_entries_lost = 0;  ///< since the start
};

/// Any thread.
class Metrics {
  public:
    Metrics(std::string_view version, WallTime started_at);
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;
    ~Metrics();

    /// Counts reads without a record, by their error; cards; losses of the service; and unresponsive readers.
    void count(const ReaderEvent& event);
    /// Counts a read with a record, by its verdict, and adds its durations, exchanges and octets.
    void measure(const ReadOutcome& outcome);
    /// Counts a request answered with a problem, by its code, a literal.
    void count_problem(std::string_view code);

    /// Returns the page for GET /metrics.
    [[nodiscard]] std::string text(const Gauges& now) const;
    static constexpr std::string_view media_type = "text/plain; version=0.0.4; charset=utf-8";

  private:
    void count_read(std::string_view outcome);

    struct Families;
    std::unique_ptr<Families> families_;
};

}  // namespace fivestar::daemon
