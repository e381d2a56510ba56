// SPDX-License-Identifier: Apache-2.0
// What a reader's thread is asked to do with a card, how long it may take, and the handle that takes it back.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/error.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string_view>
#include <utility>

namespace fivestar::daemon {

/// What running work sees of its job.
class JobContext {
  public:
    JobContext() = default;
    JobContext(const JobContext&) = delete;
    JobContext& operator=(const JobContext&) = delete;
    virtual ~JobContext() = default;
    /// Requested when nobody wants the result any more: cancelled, card or reader gone, deadline passed, shutdown.
    [[nodiscard]] virtual const std::stop_token& stop() const = 0;
    /// Access was denied to the work before on this reader. The chip, even if it was lifted since, may now take its
    /// time over a password without a word of it.
    [[nodiscard]] virtual bool after_denial() const = 0;
    /// Moves the deadline, once in a job's life: for a chip in its slow mode. False: too late, or used up.
    virtual bool extend(std::chrono::milliseconds by) = 0;
};

/// How work ended that ended well.
inline constexpr std::string_view outcome_done = "done";

/// Runs on the reader's thread with the card connected, and returns how it ended, for `read_finished`: `outcome_done`,
/// or the name of its error; literals. It keeps its result where `Done` finds it; whatever it still does after its
/// `Done` was called is discarded, so both share ownership of that place. Does not throw.
using Work = std::function<std::string_view(apdu::CardConnection&, JobContext&)>;

/// Called exactly once, from whatever thread ends the job, perhaps before `submit` returns; quick, and without waiting
/// for anything. Success: the work ran to its end, well or ill. Errors, when its result does not count:
/// `card_removed` (or another card lies there now), `reader_lost`, `service_lost`, `service_denied`,
/// `reader_busy` (step `queue`: work before it took too long; step `connect`: another program has the card),
/// `deadline_exceeded`, `reader_unresponsive` (work before it did not return), `transport_failure` (the card could not
/// be connected), `cancelled`.
using Done = std::function<void(Result<void>)>;

struct JobLimits {
    /// In the queue, behind other work; not counted while nothing is ahead. Zero: refused at once if there is.
    std::chrono::milliseconds queue = std::chrono::seconds{0};
    /// For other programs to let go of the card.
    std::chrono::milliseconds connect = std::chrono::seconds{5};
    /// From the connection to the work's return.
    std::chrono::milliseconds run = std::chrono::seconds{30};
};

struct Job {
    Work work;
    Done done;
    JobLimits limits = {};
};

/// How long what the registry does of itself may take.
struct RegistryLimits {
    std::chrono::milliseconds identify = std::chrono::seconds{2};    ///< a new card is shown after that at the latest
    std::chrono::milliseconds disconnect = std::chrono::seconds{5};  ///< with the reset of the card
};

/// A submitted job. Dropping it changes nothing.
class Ticket {
  public:
    Ticket() = default;
    explicit Ticket(std::function<void()> cancel) : cancel_(std::move(cancel)) {}
    /// A job that has not begun ends at once with `cancelled`; one that runs is asked to stop. Idempotent, any thread.
    void cancel() const {
        if (cancel_) cancel_();
    }

  private:
    std::function<void()> cancel_;
};

}  // namespace fivestar::daemon
