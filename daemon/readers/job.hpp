// SPDX-License-Identifier: Apache-2.0
// Jobs for a reader's thread: the work on a card, its deadlines, and the handle to cancel it.
#pragma once

#include "apdu/card_connection.hpp"
#include "crypto/base/error.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <utility>

namespace fivestar::daemon {

/// The job, as running work sees it.
class JobContext {
  public:
    JobContext() = default;
    JobContext(const JobContext&) = delete;
    JobContext& operator=(const JobContext&) = delete;
    virtual ~JobContext() = default;
    /// Returns the token of which a stop is requested once the result no longer counts: cancelled, card or reader gone,
    /// deadline passed, shutdown.
    [[nodiscard]] virtual const std::stop_token& stop() const = 0;
    /// True if the work before on this reader was denied access. The chip may then delay the next attempt, even if it
    /// was removed and inserted in between.
    [[nodiscard]] virtual bool after_denial() const = 0;
    /// Moves the deadline, once for each job: for a chip that delays its answers. False: too late, or already moved.
    virtual bool extend(std::chrono::milliseconds by) = 0;
};

/// Runs on the reader's thread with the card connected, and returns why it failed, for `read_finished`; nothing if it
/// did not. Work and `Done` share ownership of the result, because `Done` may be called while the work still runs;
/// later results are discarded. Does not throw.
using Work = std::function<std::optional<ErrorCode>(apdu::CardConnection&, JobContext&)>;

/// Called exactly once, on the thread that ends the job, perhaps before `submit` returns. Must be quick and not wait.
/// Success: the work ran to its end, whatever its outcome. Errors: `card_removed` (or replaced by another card),
/// `reader_lost`, `service_lost`, `service_denied`, `reader_busy` (detail `queued`: work before it took too long;
/// otherwise another program holds the card), `deadline_exceeded`, `reader_unresponsive` (work before it did not
/// return), `transport_failure` (the card could not be connected), `cancelled`.
using Done = std::function<void(Result<void>)>;

struct JobLimits {
    /// For the queue behind other clients' work. Zero: refused at once if there is any.
    std::chrono::milliseconds queue = std::chrono::seconds{0};
    /// Until other programs release the card.
    std::chrono::milliseconds connect = std::chrono::seconds{5};
    /// From the connection until the work returns.
    std::chrono::milliseconds run = std::chrono::seconds{30};
};

struct Job {
    Work work;
    Done done;
    JobLimits limits = {};
};

/// Limits of the work that the registry does on its own.
struct RegistryLimits {
    std::chrono::milliseconds identify = std::chrono::seconds{2};    ///< a new card is reported at the latest then
    std::chrono::milliseconds disconnect = std::chrono::seconds{5};  ///< with the reset of the card
};

/// A submitted job. Destroying it does not cancel the job.
class Ticket {
  public:
    Ticket() = default;
    explicit Ticket(std::function<void()> cancel) : cancel_(std::move(cancel)) {}
    /// Ends a job that has not begun with `cancelled`; asks a running one to stop. Idempotent, any thread.
    void cancel() const {
        if (cancel_) cancel_();
    }

  private:
    std::function<void()> cancel_;
};

}  // namespace fivestar::daemon
