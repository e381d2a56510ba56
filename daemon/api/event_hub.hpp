// SPDX-License-Identifier: Apache-2.0
// Publishes events to the subscribers of GET /v1/events. Keeps the latest events for subscribers that reconnect, and a
// bounded queue for each subscriber.
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

/// An event. Holds no personal data. Empty members do not apply and are left out.
struct HubEvent {
    std::string_view name;  ///< a literal: `card_inserted`
    WallTime at = {};
    std::string reader = {};       ///< id; empty: all readers
    std::string reader_name = {};  ///< for grants that name it; not sent
    std::string card = {};
    std::string_view kind = {};     ///< of the card, a literal
    std::string_view outcome = {};  ///< of a read or scan: `done` or the code of its problem
    std::string_view form = {};     ///< of a scanned key, a literal: `td3`
    ClientId owner = {};            ///< the client whose read it is
    std::string read = {};          ///< id, sent to `owner` alone
};

struct Subscriber {
    ClientId client;
    std::shared_ptr<const Grants> grants;  ///< not null; decides which readers are visible
    std::string reader = {};               ///< id; empty: all that are granted
    std::string last_event_id = {};        ///< empty: the stream begins with a snapshot
    std::stop_token ended = {};            ///< requested on the I/O thread
};

/// Returns the readers as GET /v1/readers shows them to these grants; only one if `reader` names it.
using ReaderSnapshot = std::function<boost::json::array(const Grants& grants, std::string_view reader)>;

/// Used on the I/O thread only. Sets timers only while there are subscribers.
class EventHub {
  public:
    static constexpr std::size_t kept = 1024;  ///< for `Last-Event-ID`
    static constexpr std::size_t max_behind =
        256;  ///< events; a subscriber further behind gets `resync` and a snapshot

    /// `clock` must outlive the hub. `random` makes the name of this run of the daemon, a part of event ids.
    EventHub(const boost::asio::any_io_executor& executor, const Clock& clock, Random& random, ReaderSnapshot snapshot,
             std::chrono::milliseconds heartbeat = stream_heartbeat);
    EventHub(const EventHub&) = delete;
    EventHub& operator=(const EventHub&) = delete;
    /// Streams that have not ended must not be resumed after this.
    ~EventHub() = default;

    /// Numbers the event and wakes the subscribers that may see it.
    void publish(const HubEvent& event);

    /// Serves one stream, until the client leaves: `snapshot`, or the events missed since `last_event_id`, then new
    /// events.
    [[nodiscard]] boost::asio::awaitable<void> serve(EventStream& stream, Subscriber subscriber);

    /// Ends all streams, because their grants are no longer valid. Clients reconnect with their `Last-Event-ID`.
    void end_streams();

    [[nodiscard]] std::size_t subscribers() const { return subscriptions_->size(); }

  private:
    struct Entry;
    struct Subscription;
    class Enrolment;

    [[nodiscard]] std::string id_of(std::uint64_t number) const;
    /// Returns the events after that id; nothing if the id is of another run or no longer kept.
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
