// SPDX-License-Identifier: Apache-2.0
// One running read, shared by the reader's thread, which leaves updates, and the I/O thread, which takes them.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/utf8.hpp"
#include "daemon/readers/job.hpp"
#include "daemon/reading/read_observer.hpp"
#include "daemon/reading/read_outcome.hpp"
#include "daemon/reading/read_request.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace fivestar::daemon {

/// Reads the connected card. Called on readers' threads, several at once.
using CardReader = std::function<Result<ReadOutcome>(apdu::CardConnection& connection, const ReadRequest& request,
                                                     ReadObserver& observer, JobContext& job)>;

/// Updates that have not been taken yet. Later progress replaces progress that was not taken in time.
struct ReadUpdates {
    bool started = false;  ///< the reader's thread has begun
    std::optional<ReadProgress> progress = {};
    std::optional<Utf8Text> record = {};  ///< the early record, rendered
    std::optional<ReadProgress> progress_after_record = {};
    std::optional<Result<ReadOutcome>> end = {};  ///< set once; the last update

    /// Where new progress is stored: behind a record that came before it.
    [[nodiscard]] std::optional<ReadProgress>& latest_progress() { return record ? progress_after_record : progress; }
};

/// Renders the record before the portrait has been read, or returns nothing to withhold it. Called on a reader's
/// thread.
using EarlyRecordRenderer = std::function<std::optional<Utf8Text>(const ReadOutcome& so_far)>;

class ReadRun final : private ReadObserver, public std::enable_shared_from_this<ReadRun> {
  public:
    /// `wake` is called, on any thread, after each update. Without `early_record` there are no updates between start
    /// and end.
    ReadRun(CardReader reader, ReadRequest request, EarlyRecordRenderer early_record, std::function<void()> wake);

    /// Returns the job for the reader registry, which shares ownership of this object. Called once.
    [[nodiscard]] Job job(JobLimits limits);

    [[nodiscard]] ReadUpdates take();

  private:
    [[nodiscard]] std::optional<ErrorCode> work(apdu::CardConnection& connection, JobContext& context);
    void done(const Result<void>& result);
    void progress(const ReadProgress& progress) override;
    void text_ready(const ReadOutcome& so_far) override;

    const CardReader reader_;
    const ReadRequest request_;
    const EarlyRecordRenderer early_record_;
    const std::function<void()> wake_;
    std::mutex mutex_;  // guards the members below
    ReadUpdates updates_ = {};
    std::optional<Result<ReadOutcome>> result_ = {};
    bool done_ = false;
};

}  // namespace fivestar::daemon
