// SPDX-License-Identifier: Apache-2.0
// One reader as a state machine: its card, its queue, and the job its thread is on.
//
// It has no thread, no lock and no clock of its own. The registry calls it under its lock: from the source (cards come
// and go), from clients (submit, cancel), from the reader's thread (next, connected, finished, idle) and from the
// watchdog (expire). What is to be told to others leaves through `SlotHost`.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/readers/card_identification.hpp"
#include "daemon/readers/job.hpp"
#include "daemon/readers/reader_view.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace fivestar::daemon {

/// What a slot needs of the registry. Called under its lock.
class SlotHost {
  public:
    SlotHost() = default;
    SlotHost(const SlotHost&) = delete;
    SlotHost& operator=(const SlotHost&) = delete;
    virtual ~SlotHost() = default;
    [[nodiscard]] virtual SteadyTime now() const = 0;
    [[nodiscard]] virtual WallTime date() const = 0;
    [[nodiscard]] virtual std::string new_card_id() = 0;
    virtual void tell(ReaderEvent event) = 0;           ///< to subscribers, later, in order
    virtual void post(std::function<void()> call) = 0;  ///< to be called later, in the same order
};

/// A job on its way. Shared by slot, reader's thread and ticket; all but `job.work` is under the registry's lock.
struct JobState {
    /// `closing`: the work is over, and the connection is being taken down.
    enum class Phase : std::uint8_t { queued, connecting, running, closing };

    Job job = {};
    bool identification = false;  ///< the registry's own first look at a card
    std::uint64_t insertion = 0;  ///< the card it is meant for
    Phase phase = Phase::queued;
    bool settled = false;  ///< its end was told; what it still does does not count
    bool extended = false;
    bool after_denial = false;  ///< access was denied to the work before it
    CardDisposition at_end = CardDisposition::leave;
    SteadyTime deadline = SteadyTime::max();  ///< of the phase
    std::stop_source stop = {};
};

class ReaderSlot {
  public:
    ReaderSlot(SourceReader reader, SlotHost& host, RegistryLimits limits);

    // From the source.
    void card_inserted(ByteView atr);
    void card_removed();
    /// The reader is gone: all jobs end with `error`, and nothing more is accepted.
    void remove(ErrorCode error);
    /// The same without telling subscribers of card and reader: the daemon ends.
    void shut_down();

    // From clients.
    std::shared_ptr<JobState> submit(std::string_view card_id, Job job);
    void cancel(const std::shared_ptr<JobState>& job);
    [[nodiscard]] bool extend(JobState& job, std::chrono::milliseconds by);
    [[nodiscard]] ReaderView view() const;
    /// Whether work of a client waits or runs.
    [[nodiscard]] bool busy() const;

    // From the reader's thread, in this order for each job.
    [[nodiscard]] std::shared_ptr<JobState> next();  ///< null: nothing to do
    /// False: nobody wants it any more, and the connection is to be taken down.
    [[nodiscard]] bool connected(JobState& job);
    void not_connected(const std::shared_ptr<JobState>& job, Error error);
    void finished(const std::shared_ptr<JobState>& job, std::string_view outcome);
    void identified(const std::shared_ptr<JobState>& job, const Result<Identification>& identification);
    void idle();  ///< the connection is down
    [[nodiscard]] bool removed() const { return removed_; }

    // From the watchdog.
    /// Ends what is past its deadline; whether anything was.
    bool expire();
    [[nodiscard]] SteadyTime nearest_deadline() const;

  private:
    struct Card {
        std::uint64_t insertion = 0;
        std::optional<CardView> view = {};  ///< once it is shown
        bool identified = false;
        unsigned looks = 0;  ///< identifications begun
    };

    void look_at(const Card& card);
    void show(Card& card, const Identification& identification);
    void settle(const std::shared_ptr<JobState>& job, Result<void> result, std::string_view outcome = {});
    void settle_all(ErrorCode error);
    void close(JobState& job);
    void become_unresponsive();
    void tell(ReaderEventKind kind, std::string_view outcome = {});

    const SourceReader reader_;
    SlotHost& host_;
    const RegistryLimits limits_;
    ReaderInterface interface_;
    std::uint64_t insertions_ = 0;
    std::optional<Card> card_;
    std::deque<std::shared_ptr<JobState>> queue_;  ///< none of them settled
    std::shared_ptr<JobState> current_;            ///< what the reader's thread is on, settled or not
    bool access_denied_ = false;                   ///< to the last client's work, and none went well since
    bool held_by_other_program_ = false;
    bool takes_extended_length_ = true;
    bool unresponsive_ = false;
    bool removed_ = false;
};

}  // namespace fivestar::daemon
