// SPDX-License-Identifier: Apache-2.0
// The readers of one source, their events, and one worker thread for each reader.
//
// Only a reader's own thread waits for its card. If a call does not return (a silent card blocks SCardTransmit for
// ever), the job ends at its deadline, and the reader is `unresponsive` and takes no work until the call returns.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/random.hpp"
#include "daemon/readers/job.hpp"
#include "daemon/readers/reader_source.hpp"
#include "daemon/readers/reader_view.hpp"
#include "daemon/readers/subscription.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// Any thread.
class ReaderRegistry {
  public:
    /// `clock` and `random` (for card ids) must outlive the registry and the threads that `stop` could not join.
    ReaderRegistry(std::shared_ptr<ReaderSource> source, const Clock& clock, Random& random,
                   RegistryLimits limits = {});
    ReaderRegistry(const ReaderRegistry&) = delete;
    ReaderRegistry& operator=(const ReaderRegistry&) = delete;
    ~ReaderRegistry();  ///< stops

    void start();

    /// Ends all jobs with `cancelled` and joins the threads, within `patience` and the time that the source takes.
    /// False: a thread is stuck in a call that does not return, and the process should end by _Exit; the objects that
    /// such a thread uses stay alive. No callback begins after this. Must not be called by a callback.
    bool stop(std::chrono::milliseconds patience = std::chrono::seconds{2});

    /// Removes all cards, with their jobs and events, until the source reports them again: the machine was suspended.
    void system_resumed();

    [[nodiscard]] std::vector<ReaderView> readers() const;  ///< by id
    [[nodiscard]] std::optional<ReaderView> reader(std::string_view reader_id) const;
    [[nodiscard]] ServiceState service() const;
    /// True if a client's work waits or runs, so that more work would have to queue.
    [[nodiscard]] bool busy(std::string_view reader_id) const;

    /// Calls `listener` for each event until the subscription is destroyed: in order, one at a time, on internal
    /// threads without a lock held. It must be quick, and may call the registry.
    [[nodiscard]] Subscription subscribe(Subscription::Listener listener);

    /// Queues `job` for the card `card_id` in `reader_id`. Jobs run in the order of submission. After the job the card
    /// is reset, unless a security module read it.
    Ticket submit(std::string_view reader_id, std::string_view card_id, Job job);

  private:
    struct Core;
    std::shared_ptr<Core> core_;
};

}  // namespace fivestar::daemon
