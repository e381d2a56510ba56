// SPDX-License-Identifier: Apache-2.0
// The readers of one source: what is there now, what happens to it, and one thread a reader to work with its card.
//
// Nothing here waits for a card but a reader's own thread. A call that does not return (a silent card blocks
// SCardTransmit for ever) costs that reader alone: its job ends at its deadline, the reader is `unresponsive` and takes
// no work until the call returns after all. Safe to use from any thread.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/random.hpp"
#include "daemon/readers/job.hpp"
#include "daemon/readers/reader_source.hpp"
#include "daemon/readers/reader_view.hpp"
#include "daemon/readers/subscription.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

class RegistryCore;

class ReaderRegistry {
  public:
    /// `clock` and `random` (for card ids) outlive the registry, and the threads that `stop` could not join.
    ReaderRegistry(std::shared_ptr<ReaderSource> source, const Clock& clock, Random& random,
                   RegistryLimits limits = {});
    ReaderRegistry(const ReaderRegistry&) = delete;
    ReaderRegistry& operator=(const ReaderRegistry&) = delete;
    ~ReaderRegistry();  ///< stops, if nobody did

    void start();

    /// Ends all jobs with `cancelled` and joins every thread that can be joined within `patience` (and as long again
    /// for the source). False: a thread is stuck in a call that does not return, and the process should leave by
    /// _Exit; what such a thread still touches is kept alive. No callback begins after this. Not to be called by one.
    bool stop(std::chrono::milliseconds patience = std::chrono::seconds{2});

    [[nodiscard]] std::vector<ReaderView> readers() const;  ///< by id
    [[nodiscard]] std::optional<ReaderView> reader(std::string_view reader_id) const;
    [[nodiscard]] ServiceState service() const;
    /// Whether work would have to queue.
    [[nodiscard]] bool busy(std::string_view reader_id) const;

    /// `listener` is called for each event from here on, one at a time, in order, on internal threads and without a
    /// lock of ours held: quick, and free to call back. Not called any more once the subscription is destroyed.
    [[nodiscard]] Subscription subscribe(std::function<void(const ReaderEvent&)> listener);

    /// Asks for `job` on the card `card_id` in `reader_id`; it has its turn in the order of submission. After the job
    /// the card is reset, unless a security module read it.
    Ticket submit(std::string_view reader_id, std::string_view card_id, Job job);

  private:
    std::shared_ptr<RegistryCore> core_;
};

}  // namespace fivestar::daemon
