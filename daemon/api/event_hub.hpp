// What happens at the readers, told to whoever listens on GET /v1/events. Keeps the latest events for those who come
// back, and no more than a bounded number for those who are slow.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/random.hpp"
#include "daemon/http/event_stream.hpp"
#include "daemon/policy/grants.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>

namespace fivestar::daemon {

/// Never personal data. Members that do not apply are empty and left out.
struct HubEvent {
    std::string_view name;  ///< a literal: `card_inserted`
    WallTime at = {};
    std::string reader = {};       ///< id; empty: concerns every reader
    std::string reader_name = {};  ///< for grants that name it; not told
    std::string card = {};
    std::string_view kind = {};     ///< of the card, a literal
    std::string_view outcome = {};  ///< of a read: `done` or the code of its problem
    ClientId owner = {};            ///< whose read it is
    std::string read = {};          ///< the read's id, told to `owner` alone
};

struct Subscriber {
    ClientId client;
    std::shared_ptr<const Grants> grants;  ///< not null; decides which readers exist
    std::string reader = {};               ///< only what concerns this id; empty: all that are granted
    std::string last_event_id = {};        ///< empty: begins with a snapshot
    std::stop_token ended = {};            ///< requested on the I/O thread
};

/// The readers, as GET /v1/readers would show them to these grants; only the one named, if one is.
using ReaderSnapshot = std::function<boost::json::array(const Grants& grants, std::string_view reader)>;

/// Used on the I/O thread only. Sets timers only while somebody subscribes.
class EventHub {
  public:
    static constexpr std::size_t kept = 1024;       ///< for `Last-Event-ID`
    static constexpr std::size_t max_behind = 256;  ///< before a subscriber is told to begin anew

    /// `clock` must outlive the hub. `random` names this run of the daemon.
    EventHub(const boost::asio::any_io_executor& executor, const Clock& clock, Random& random, ReaderSnapshot snapshot,
             std::chrono::milliseconds heartbeat = std::chrono::seconds{15});
    EventHub(const EventHub&) = delete;
    EventHub& operator=(const EventHub&) = delete;
    /// Streams that have not ended must not be resumed any more.
    ~EventHub() = default;

    /// Gives the event its number, and wakes those who may see it.
    void publish(const HubEvent& event);

    /// Serves one stream: `snapshot`, or what was missed since `last_event_id`, then what happens, until the client
    /// goes.
    [[nodiscard]] boost::asio::awaitable<void> serve(EventStream& stream, Subscriber subscriber);

    /// Ends all streams: the grants they rest on are no longer valid. Clients come back with their `Last-Event-ID`.
    void end_streams();

    [[nodiscard]] std::size_t subscribers() const { return subscriptions_->size(); }

  private:
    struct Entry;
    struct Subscription;
    class Enrolment;

    [[nodiscard]] std::string id_of(std::uint64_t number) const;
    /// Nothing for an id that is not of this run or no longer kept.
    [[nodiscard]] std::optional<std::vector<std::shared_ptr<const Entry>>> missed_since(std::string_view id) const;
    [[nodiscard]] boost::asio::awaitable<bool> send(EventStream& stream, const Subscription& to,
                                                    std::shared_ptr<const Entry> entry) const;
    [[nodiscard]] boost::asio::awaitable<bool> send_snapshot(EventStream& stream, Subscription& to) const;
    [[nodiscard]] boost::asio::awaitable<bool> send_resync(EventStream& stream, Subscription& to) const;

    boost::asio::any_io_executor executor_;
    const Clock& clock_;
    ReaderSnapshot snapshot_;
    std::chrono::milliseconds heartbeat_;
    std::string boot_;
    std::uint64_t published_ = 0;
    std::deque<std::shared_ptr<const Entry>> recent_ = {};
    /// Shared with the streams, which may be destroyed after the hub.
    std::shared_ptr<std::vector<Subscription*>> subscriptions_ = std::make_shared<std::vector<Subscription*>>();
};

}  // namespace fivestar::daemon
