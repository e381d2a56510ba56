// A server-sent event stream (WHATWG HTML §9.2) over a connection that a handler has taken over.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

struct StreamEvent {
    std::string_view event;  ///< its type: `progress`
    std::string id = {};     ///< left out if empty
    PersonalText data = {};  ///< one line of JSON
};

/// One coroutine writes at a time. Nothing is queued here: who has more to say than the client takes waits, and decides
/// itself what to keep meanwhile.
class EventStream {
  public:
    EventStream() = default;
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;
    virtual ~EventStream() = default;

    /// Returns when the kernel has taken the event. False: the client has gone or the daemon's grace is over; the
    /// handler then returns.
    [[nodiscard]] virtual boost::asio::awaitable<bool> send(StreamEvent event) = 0;
    /// A comment line, which keeps an idle stream alive.
    [[nodiscard]] virtual boost::asio::awaitable<bool> comment() = 0;
};

}  // namespace fivestar::daemon
