// A TCP connection to vpcd and its frames: a length of two octets, big-endian, and as many octets.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/cleansed.hpp"
#include "crypto/base/error.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace fivestar::sim {

/// Owns a file descriptor.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();
    [[nodiscard]] int number() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }

  private:
    int number_;
};

/// Wakes a thread that waits in poll(2): an eventfd.
class WakeUp {
  public:
    WakeUp();
    void signal() const;
    /// Takes back all signals so far.
    void drain() const;
    [[nodiscard]] int number() const { return descriptor_.number(); }

  private:
    Descriptor descriptor_;
};

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
