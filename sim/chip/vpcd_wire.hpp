// A TCP connection to vpcd and its frames: a length of two octets, big-endian, and as many octets.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "sim/descriptor.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace fivestar::sim {

enum class WireEvent : std::uint8_t { readable, woken, timeout };

class VpcdConnection {
  public:
    static constexpr std::size_t max_frame = 65535;

    /// Connects over TCP. `io_failure` if nobody listens, `invalid_argument` if the host has no address.
    static Result<VpcdConnection> open(const char* host, std::uint16_t port);

    /// Waits for octets from the reader, for a signal or for the time; no time waits for ever.
    [[nodiscard]] WireEvent wait(const WakeUp& wake_up, std::optional<std::chrono::milliseconds> time) const;

    /// One frame. `io_failure` when the connection ends in it or before it, and after 10 s without all of its octets.
    Result<PersonalBytes> receive();
    /// `io_failure` when the reader has gone. `limit_exceeded` past `max_frame`.
    Result<void> send(ByteView octets);
    /// A frame of which only the first half of the octets follow.
    Result<void> send_half(ByteView octets);

  private:
    explicit VpcdConnection(Descriptor socket) : socket_(std::move(socket)) {}
    Result<void> receive_exactly(MutableByteView to);
    Result<void> send_all(ByteView octets);

    Descriptor socket_;
};

}  // namespace fivestar::sim
