// SPDX-License-Identifier: Apache-2.0
// A TCP connection to vpcd and its frames: a big-endian length of two octets, then that many octets.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "sim/wake_up.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace fivestar::sim {

enum class WireEvent : std::uint8_t { readable, woken, timeout };

class VpcdConnection {
  public:
    static constexpr std::size_t max_frame = 65535;

    /// Connects over TCP. Errors: `io_failure` if no server listens, `invalid_argument` if the host has no address.
    static Result<VpcdConnection> open(const char* host, std::uint16_t port);

    /// Waits for octets from the reader, for a signal or for the timeout. Without a timeout it waits indefinitely.
    [[nodiscard]] WireEvent wait(const WakeUp& wake_up, std::optional<std::chrono::milliseconds> time) const;

    /// Receives one frame. Returns `io_failure` if the connection ends before or in it, or if it takes more than 10 s.
    Result<PersonalBytes> receive();
    /// Sends one frame. Errors: `io_failure` if the reader is gone, `limit_exceeded` above `max_frame`.
    Result<void> send(ByteView octets);
    /// Sends a frame with only the first half of its octets.
    Result<void> send_half(ByteView octets);

  private:
    explicit VpcdConnection(Descriptor socket) : socket_(std::move(socket)) {}
    Result<void> receive_exactly(MutableByteView to);
    Result<void> send_all(ByteView octets);

    Descriptor socket_;
};

}  // namespace fivestar::sim
