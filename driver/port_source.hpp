// SPDX-License-Identifier: Apache-2.0
// Opens the port of a reader repeatedly: an adapter can be unplugged and plugged in at any time.
#pragma once

#include "crypto/base/error.hpp"
#include "driver/interruption.hpp"
#include "samv/port.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace fivestar::driver {

class PortSource {
  public:
    PortSource() = default;
    PortSource(const PortSource&) = delete;
    PortSource& operator=(const PortSource&) = delete;
    virtual ~PortSource() = default;

    /// The port's SCARD_ATTR_CHANNEL_ID (PC/SC part 3 §3.1.2): 0x0020BBAA for bus and address of a USB device that
    /// pcscd detected. Nothing for a port of reader.conf, whose reader has a name of its own and may come before its
    /// device.
    [[nodiscard]] virtual std::optional<std::uint32_t> channel_id() const { return std::nullopt; }

    /// Opens the port. Its waits return `cancelled` after `interruption.request()`; `interruption` must outlive the
    /// port. Errors: `reader_lost` if there is no such device, `deadline_exceeded` if no module answers, `io_failure`
    /// if the device cannot be used.
    virtual Result<std::unique_ptr<samv::Port>> open(const Interruption& interruption) = 0;
};

}  // namespace fivestar::driver
