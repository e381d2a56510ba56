// SPDX-License-Identifier: Apache-2.0
// A TCP connection to vpcd and its frames: a big-endian length of two octets, then that many octets.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "sim/wake_up.hpp"

#include <cstdint>
#include <utility>

namespace fivestar::sim {

class VpcdConnection {
  public:
    static constexpr std::size_t max_frame = 65535;

    /// Connects over TCP. Errors: `io_failure` if no server listens, `invalid_argument` if the host has no address.
    static Result<VpcdConnection> open(const char* host, std::uint16_t port);

    /// Waits for octets from the reader, or the end of the connection. False if `wake_up` was signalled instead.
    [[nodiscard]] bool wait_readable(const WakeUp& wake_up) const;

    /// Receives one frame. Returns `io_failure` if the connection ends before or in it, or if it takes more than 10 s.
    Result<PersonalBytes> receive();
    /// Sends one frame. Errors: `io_failure` if the reader is gone, `limit_exceeded` above `max_frame`.
    Result<void> send(ByteView octets);
    /// Sends a frame with only the first half of its octets.
    Result<void> send_half(ByteView octets);

  private:
    explicit VpcdConnection(Descriptor socket) : socket_(std::move(socket)) {}
    Result<void> receive_exactly(MutableByteView to);
    Result<void> send(ByteView octets, std::size_t present);

    Descriptor socket_;
};

}  // namespace fivestar::sim
