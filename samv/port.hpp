// SPDX-License-Identifier: Apache-2.0
// What a module needs of a serial line or a USB device. The ports themselves are the driver's.
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

    /// Sends one whole frame. `deadline_exceeded`; `reader_lost` once the device is gone; `cancelled`.
    virtual Result<void> write(ByteView frame, SteadyTime deadline) = 0;

    /// Waits for octets and puts at least one into `into`, which is not empty. Errors as of write().
    virtual Result<std::size_t> read(MutableByteView into, SteadyTime deadline) = 0;

    /// Throws away what has come and was not read.
    virtual void discard() = 0;

    /// How long `octets` are under way at the rate in use; nothing where the wire is no matter.
    [[nodiscard]] virtual std::chrono::nanoseconds wire_time(std::size_t octets) const = 0;
};

}  // namespace fivestar::samv
