// One read under way, as the reader's thread and the I/O thread share it: the one leaves news, the other picks them up.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/zeroized.hpp"
#include "daemon/readers/job.hpp"
#include "daemon/reading/read_observer.hpp"
#include "daemon/reading/read_outcome.hpp"
#include "daemon/reading/read_request.hpp"
#include "daemon/reads/finished_read.hpp"
#include "daemon/system/wakeup.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include <boost/asio/any_io_executor.hpp>

namespace fivestar::daemon {

/// Reads the connected card: `read_card` with the environment of the moment. Called on readers' threads, several at
/// once.
using CardReader = std::function<Result<ReadOutcome>(apdu::CardConnection& connection, const ReadRequest& order,
                                                     ReadObserver& observer, JobContext& job)>;

/// What is new since it was last asked. Progress that nobody took in time is replaced by later progress.
struct ReadUpdate {
    bool started = false;  ///< the reader's thread has begun, now or earlier
    std::optional<ReadProgress> progress = {};
    std::optional<PersonalText> record = {};  ///< the answer so far, in JSON
    std::optional<ReadProgress> progress_after_record = {};
    std::optional<Result<ReadOutcome>> end = {};  ///< comes once, and nothing after it

    /// Where newer progress goes: never before a record that was there first.
    [[nodiscard]] std::optional<ReadProgress>& latest_progress() { return record ? progress_after_record : progress; }
    /// Whether a stream has something to tell before the end.
    [[nodiscard]] bool has_news() const { return progress || record || progress_after_record; }
};

/// Turns what there is before the portrait into the text of a `record` event, or declines. Called on a reader's thread.
using EarlyAnswer = std::function<std::optional<PersonalText>(const ReadOutcome& so_far)>;

class ReadRun final : private ReadObserver, public std::enable_shared_from_this<ReadRun> {
  public:
    /// `wake` is called on any thread whenever there is something new. Without `early_answer` nobody cares for what
    /// lies between start and end.
    ReadRun(CardReader reader, ReadRequest order, EarlyAnswer early_answer, std::function<void()> wake);

    /// The job for the reader registry; it shares ownership of this object. To be called once.
    [[nodiscard]] Job job(JobLimits limits);

    [[nodiscard]] ReadUpdate take();

  private:
    [[nodiscard]] std::string_view work(apdu::CardConnection& connection, JobContext& context);
    void done(const Result<void>& result);
    void progress(const ReadProgress& progress) override;
    void text_ready(const ReadOutcome& so_far) override;

    const CardReader reader_;
    const ReadRequest order_;
    const EarlyAnswer early_answer_;
    const std::function<void()> wake_;
    std::mutex mutex_;  // guards what follows
    ReadUpdate update_ = {};
    std::optional<Result<ReadOutcome>> result_ = {};
    bool done_ = false;
};

}  // namespace fivestar::daemon
