// SPDX-License-Identifier: Apache-2.0
// What is counted for those who run many terminals, in Prometheus' text format. No label has a value that comes from a
// card, a client or its request, so none is personal and their number is bounded: outcomes, steps, states and codes are
// literals of this program.
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

namespace fivestar::daemon {

/// What is true at one moment, or is counted elsewhere.
struct Gauges {
    ServiceState pcsc = ServiceState::connected;
    std::span<const ReaderView> readers = {};
    std::size_t reads_queued = 0;  ///< accepted, and their reader is not theirs yet
    std::size_t reads_held = 0;
    std::size_t event_streams = 0;
    std::size_t trust_anchors = 0;
    std::size_t trust_files_skipped = 0;
    std::optional<WallTime> trust_loaded_at = {};
    std::uint64_t log_entries_lost = 0;  ///< since the start
};

/// All functions may be called from any thread.
class Metrics {
  public:
    /// `version` of the program, `started_at` the instant of its start.
    Metrics(std::string_view version, WallTime started_at);
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;
    ~Metrics();

    /// Counts reads that brought no record, by what went wrong; cards; and losses of the service and of readers.
    void count(const ReaderEvent& event);
    /// Counts a read that brought a record, by its verdict, and adds up what it took: as a whole, step by step, and on
    /// the wire.
    void measure(const ReadOutcome& outcome);
    /// Counts a problem that a request was answered with, by its code, a literal.
    void count_problem(std::string_view code);

    /// The page as GET /metrics has it, its media type below.
    [[nodiscard]] std::string text(const Gauges& now) const;
    static constexpr std::string_view media_type = "text/plain; version=0.0.4; charset=utf-8";

  private:
    void count_read(std::string_view outcome);

    struct Families;
    std::unique_ptr<Families> families_;
};

}  // namespace fivestar::daemon
