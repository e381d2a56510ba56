// What a handler may know of the connection its request came on: whether somebody still waits for the answer.
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

    /// Runs the connection's coroutines; what other threads have to say is posted to it.
    [[nodiscard]] virtual boost::asio::any_io_executor executor() = 0;

    /// Stop is requested, on the I/O thread, as soon as the client has gone or the daemon shuts down. Asked for only by
    /// handlers that wait: watching costs a system call. A client that closed only its sending side has not gone.
    [[nodiscard]] virtual std::stop_token ended() = 0;

    /// Whether the daemon is shutting down: a waiting request is then answered `shutting_down`.
    [[nodiscard]] virtual bool shutting_down() const = 0;
};

}  // namespace fivestar::daemon
