// Finished reads, each held for the client that asked for it, and for no longer than the rules allow. Releasing a read
// zeroizes it: all of a record is in memory that does so.
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
    std::chrono::seconds after_removal{60};  ///< `hold_seconds`: how long a read outlives its card
    std::chrono::seconds at_most{600};       ///< `max_hold_seconds`: in any case
};

/// Used on the I/O thread only. A timer is set only while a read is held; `executor` must not run any more when the
/// store is destroyed.
class ReadStore {
  public:
    static constexpr std::size_t max_of_client = 8;

    /// `clock` and `random` must outlive the store.
    ReadStore(const boost::asio::any_io_executor& executor, HoldRules rules, const Clock& clock, Random& random);

    /// An id nobody can guess.
    [[nodiscard]] std::string new_id();

    /// Takes a read in. Ends the client's former read of the same card, and its oldest beyond `max_of_client`.
    void hold(std::shared_ptr<const FinishedRead> read);

    /// Null for an id that is unknown, over, or another client's.
    [[nodiscard]] std::shared_ptr<const FinishedRead> find(std::string_view client, std::string_view id) const;

    /// False where `find` gives null.
    bool erase(std::string_view client, std::string_view id);

    /// The cards that lie in readers now. Reads of any other end `after_removal` from when they were first missed.
    void cards_present(const std::set<std::string, std::less<>>& cards);

    /// For reads to come and for those already held.
    void set_rules(HoldRules rules);

    /// Ends what is due. The timer calls it.
    void end_due();
    /// When the next read ends; nothing if none is held.
    [[nodiscard]] std::optional<SteadyTime> next_end() const;
    [[nodiscard]] std::size_t size() const { return held_.size(); }

  private:
    struct Held {
        std::shared_ptr<const FinishedRead> read;
        SteadyTime since;
        std::optional<SteadyTime> removed = {};
    };

    [[nodiscard]] SteadyTime end_of(const Held& held) const;
    void end_if(const std::function<bool(const Held&)>& ends);
    void set_timer();

    std::vector<Held> held_ = {};  // oldest first; a handful of clients with eight reads each: a search is a scan
    HoldRules rules_;
    const Clock& clock_;
    Random& random_;
    boost::asio::steady_timer timer_;
};

}  // namespace fivestar::daemon
