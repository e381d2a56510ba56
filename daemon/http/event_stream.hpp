// SPDX-License-Identifier: Apache-2.0
// A server-sent event stream (WHATWG HTML §9.2) over a connection that a handler has taken over.
#pragma once

#include "crypto/base/utf8.hpp"

#include <chrono>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

/// The longest silence of a stream. Writers send a comment after it.
constexpr std::chrono::milliseconds stream_heartbeat = std::chrono::seconds{15};

struct StreamEvent {
    std::string_view event;  ///< the type: `progress`
    std::string id = {};     ///< left out if empty
    Utf8Text data = {};      ///< one line of JSON
};

/// One coroutine writes at a time. There is no queue: backpressure is the writer's, which waits and decides what to
/// keep meanwhile.
class EventStream {
  public:
    EventStream() = default;
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;
    virtual ~EventStream() = default;

    /// Sends an event; returns when the kernel has accepted it. False: the client has left or the daemon's grace period
    /// is over; the handler must then return.
    [[nodiscard]] virtual boost::asio::awaitable<bool> send(StreamEvent event) = 0;
    /// Sends a comment line, which keeps an idle stream alive.
    [[nodiscard]] virtual boost::asio::awaitable<bool> comment() = 0;
};

}  // namespace fivestar::daemon
