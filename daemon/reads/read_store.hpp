// SPDX-License-Identifier: Apache-2.0
// Holds finished reads, each for the client that asked for it, and for no longer than the rules allow, which count the
// time that the machine is suspended. Releasing a read zeroizes it: records are kept in zeroizing memory.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/random.hpp"
#include "daemon/reads/finished_read.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace fivestar::daemon {

struct HoldRules {
    std::chrono::seconds after_removal{60};  ///< `hold_seconds`: after the card was removed
    std::chrono::seconds at_most{600};       ///< `max_hold_seconds`: after the read
};

/// Used on the I/O thread only. A timer runs only while a read is held. The executor must have stopped when the store
/// is destroyed.
class ReadStore {
  public:
    static constexpr std::size_t max_of_client = 8;

    /// `clock` and `random` must outlive the store.
    ReadStore(const boost::asio::any_io_executor& executor, HoldRules rules, const Clock& clock, Random& random);

    /// Returns a new id that cannot be guessed.
    [[nodiscard]] std::string new_id();

    /// Holds a read. Releases the client's previous read of the same card, and its oldest one beyond `max_of_client`.
    void hold(std::shared_ptr<const FinishedRead> read);

    /// Finds a read; null for an id that is unknown, expired, or another client's.
    [[nodiscard]] std::shared_ptr<const FinishedRead> find(std::string_view client, std::string_view id) const;

    /// Releases a read; false if `find` returns null for it.
    bool erase(std::string_view client, std::string_view id);

    /// Tells the store which cards are in readers now. Reads of other cards end `after_removal` after their card was
    /// first missed.
    void cards_present(const std::set<std::string, std::less<>>& cards);

    /// Takes every card as removed when the machine was suspended, since it may have been exchanged meanwhile, and
    /// releases the reads that are due.
    void resumed_after(std::chrono::nanoseconds suspended);

    /// Replaces the rules, also for the reads that are held already.
    void set_rules(HoldRules rules);

    /// Releases the reads that are due. Called by the timer.
    void end_due();
    /// Returns when the next read ends; nothing if none is held.
    [[nodiscard]] std::optional<BootTime> next_end() const;
    [[nodiscard]] std::size_t size() const { return held_.size(); }

  private:
    struct Held {
        std::shared_ptr<const FinishedRead> read;
        BootTime since;
        std::optional<BootTime> removed = {};
    };

    [[nodiscard]] BootTime end_of(const Held& held) const;
    void end_if(const std::function<bool(const Held&)>& ends);
    void set_timer();

    std::vector<Held> held_ = {};  // oldest first; few enough to search one by one
    HoldRules rules_;
    const Clock& clock_;
    Random& random_;
    boost::asio::steady_timer timer_;
};

}  // namespace fivestar::daemon
