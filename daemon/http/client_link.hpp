// SPDX-License-Identifier: Apache-2.0
// `ClientLink` tells a handler whether the client of its request still waits for the response.
#pragma once

#include <stop_token>

#include <boost/asio/any_io_executor.hpp>

namespace fivestar::daemon {

/// Used on the I/O thread only. Lives as long as the request.
class ClientLink {
  public:
    ClientLink() = default;
    ClientLink(const ClientLink&) = delete;
    ClientLink& operator=(const ClientLink&) = delete;
    virtual ~ClientLink() = default;

    /// Returns the executor of the connection's coroutines, to which other threads post.
    [[nodiscard]] virtual boost::asio::any_io_executor executor() = 0;

    /// Returns a token of which a stop is requested, on the I/O thread, once the client has left or the daemon shuts
    /// down. Costs a system call, so only handlers that wait should call it. A client that has shut down only its
    /// sending side has not left.
    [[nodiscard]] virtual std::stop_token ended() = 0;

    /// True if the daemon shuts down. A waiting request is then answered `shutting_down`.
    [[nodiscard]] virtual bool shutting_down() const = 0;
};

}  // namespace fivestar::daemon
