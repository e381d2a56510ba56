// SPDX-License-Identifier: Apache-2.0
// The state machine of one reader: its card, its queue, and its thread's job. It has no thread, lock or clock of its
// own. The registry calls it under the registry's lock, and receives its events and callbacks through `SlotHost`.
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

/// The registry, as a slot needs it. Called under the registry's lock.
class SlotHost {
  public:
    SlotHost() = default;
    SlotHost(const SlotHost&) = delete;
    SlotHost& operator=(const SlotHost&) = delete;
    virtual ~SlotHost() = default;
    [[nodiscard]] virtual SteadyTime now() const = 0;
    [[nodiscard]] virtual WallTime date() const = 0;
    [[nodiscard]] virtual std::string new_card_id() = 0;
    virtual void tell(ReaderEvent event) = 0;           ///< sends the event to subscribers, later, in order
    virtual void post(std::function<void()> call) = 0;  ///< makes the call later, in the same order
};

/// A submitted job. Shared by slot, reader's thread and ticket; the registry's lock guards all but `job.work`.
struct JobState {
    /// `closing`: the work has ended, and the card is being disconnected.
    enum class Phase : std::uint8_t { queued, connecting, running, closing };

    Job job = {};
    bool identification = false;  ///< the registry's own identification of a card
    std::uint64_t insertion = 0;  ///< the number of the card it is meant for
    Phase phase = Phase::queued;
    bool settled = false;  ///< already reported as finished; later results are discarded
    bool extended = false;
    bool after_denial = false;  ///< the work before it was denied access
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
    /// Removes the reader: all jobs end with `error`, and no more are accepted.
    void remove(ErrorCode error);
    /// The same without events, because the daemon ends.
    void shut_down();

    // From clients.
    std::shared_ptr<JobState> submit(std::string_view card_id, Job job);
    void cancel(const std::shared_ptr<JobState>& job);
    [[nodiscard]] bool extend(JobState& job, std::chrono::milliseconds by);
    [[nodiscard]] ReaderView view() const;
    /// True if a client's work waits or runs.
    [[nodiscard]] bool busy() const;

    // From the reader's thread, in this order for each job.
    [[nodiscard]] std::shared_ptr<JobState> next();  ///< null: nothing to do
    /// False if the job was settled meanwhile: the card must be disconnected.
    [[nodiscard]] bool connected(JobState& job);
    void not_connected(const std::shared_ptr<JobState>& job, Error error);
    void finished(const std::shared_ptr<JobState>& job, std::optional<ErrorCode> failure);
    void identified(const std::shared_ptr<JobState>& job, const Result<Identification>& identification);
    void idle();  ///< the card is disconnected
    [[nodiscard]] bool removed() const { return removed_; }

    // From the watchdog.
    /// Settles jobs past their deadlines; true if there were any.
    bool expire();
    [[nodiscard]] SteadyTime nearest_deadline() const;

  private:
    struct Card {
        std::uint64_t insertion = 0;
        std::optional<CardView> view = {};  ///< set once subscribers know the card
        bool identified = false;
        unsigned looks = 0;  ///< identifications started
    };

    void drop_card(ErrorCode error);
    void look_at(const Card& card);
    void show(Card& card, const Identification& identification);
    void settle(const std::shared_ptr<JobState>& job, Result<void> result, std::optional<ErrorCode> failure = {});
    void settle_all(ErrorCode error);
    void close(JobState& job);
    void become_unresponsive();
    void tell(ReaderEventKind kind, std::optional<ErrorCode> error = {});

    const SourceReader reader_;
    SlotHost& host_;
    const RegistryLimits limits_;
    ReaderInterface interface_;
    std::uint64_t insertions_ = 0;
    std::optional<Card> card_;
    std::deque<std::shared_ptr<JobState>> queue_;  ///< none of them settled
    std::shared_ptr<JobState> current_;            ///< the job of the reader's thread, settled or not
    bool access_denied_ = false;                   ///< to a client's work, and none succeeded since
    bool held_by_other_program_ = false;
    bool takes_extended_length_ = true;
    bool unresponsive_ = false;
    bool removed_ = false;
};

}  // namespace fivestar::daemon
