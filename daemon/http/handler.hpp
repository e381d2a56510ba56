// SPDX-License-Identifier: Apache-2.0
// A route's handler: a coroutine from a request to a reply.
#pragma once

#include "daemon/http/event_stream.hpp"
#include "daemon/http/request.hpp"
#include "daemon/http/response.hpp"

#include <functional>
#include <variant>

#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

/// Takes the connection over as an event stream (status 200); the connection closes when it returns. The function
/// object and the request stay alive until then.
using StreamWriter = std::function<boost::asio::awaitable<void>(EventStream&)>;

using Reply = std::variant<Response, StreamWriter>;

/// Runs on the I/O thread and never blocks it. The handler object outlives every request. An exception that leaves it
/// is the failure `handler_failed`.
using Handler = std::function<boost::asio::awaitable<Reply>(Request&)>;

}  // namespace fivestar::daemon
