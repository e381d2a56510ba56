// SPDX-License-Identifier: Apache-2.0
// The port of a module: a serial line or a USB device. The driver implements it.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"

#include <chrono>
#include <cstddef>

namespace fivestar::samv {

class Port {
  public:
    Port() = default;
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;
    virtual ~Port() = default;

    /// Sends one whole frame. Errors: `deadline_exceeded`, `reader_lost` if the device is gone, `cancelled`.
    virtual Result<void> write(ByteView frame, SteadyTime deadline) = 0;

    /// Waits for octets and puts at least one into `into`, which is not empty. Errors as for write().
    virtual Result<std::size_t> read(MutableByteView into, SteadyTime deadline) = 0;

    /// Drops octets that have arrived and were not read.
    virtual void discard() = 0;

    /// The time that `octets` need on the wire at the current rate; 0 for USB.
    [[nodiscard]] virtual std::chrono::nanoseconds wire_time(std::size_t octets) const = 0;
};

}  // namespace fivestar::samv
