// SPDX-License-Identifier: Apache-2.0
// A Unix stream socket. Every wait ends with octets, at a deadline, or by cancellation.
#pragma once

#include "client/fivestar.h"

#include <chrono>
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace fivestar::client {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Owns a file descriptor.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int owned) : number_{owned} {}
    Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (is_open()) ::close(number_);
    }

    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

  private:
    int number_ = -1;
};

/// Ends a wait from another thread or a signal handler. Remains set until `consume`.
class Cancellation {
  public:
    [[nodiscard]] static std::expected<Cancellation, fivestar_error> make();
    void trigger() noexcept;
    void consume() noexcept;
    [[nodiscard]] int descriptor() const { return event_.number(); }

  private:
    explicit Cancellation(Descriptor event) : event_{std::move(event)} {}
    Descriptor event_;
};

/// The ends of a wait, apart from octets that arrive.
struct WaitLimit {
    Cancellation& cancellation;
    SteadyTime deadline;
};

/// FIVESTAR_UNREACHABLE, FIVESTAR_NOT_PERMITTED, FIVESTAR_TIMED_OUT, FIVESTAR_CANCELLED, FIVESTAR_SYSTEM_FAILURE;
/// FIVESTAR_INVALID_ARGUMENT if the path does not fit into a socket address (107 octets).
[[nodiscard]] std::expected<Descriptor, fivestar_error> connect_to(const std::string& path, const WaitLimit& limit);

/// FIVESTAR_DISCONNECTED if the peer has closed; else as above.
[[nodiscard]] fivestar_error write_all(const Descriptor& socket, std::string_view octets, const WaitLimit& limit);

/// The number of octets received; 0 if the peer has closed.
[[nodiscard]] std::expected<std::size_t, fivestar_error> read_some(const Descriptor& socket, std::span<char> into,
                                                                   const WaitLimit& limit);

/// True if an idle connection is usable: it is open and no unsolicited octets have arrived.
[[nodiscard]] bool is_quiet(const Descriptor& socket);

}  // namespace fivestar::client
