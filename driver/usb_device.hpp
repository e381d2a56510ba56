// SPDX-License-Identifier: Apache-2.0
// A USB device, reduced to what a port needs. Implemented by libusb, or by tests.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "driver/device_name.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace fivestar::driver {

struct UsbEndpoint {
    std::uint8_t address;       ///< bit 7: towards the host
    bool interrupt;             ///< interrupt endpoint, else bulk
    std::uint16_t packet_size;  ///< of its largest packet, in octets; 1 to 2,047
    friend bool operator==(const UsbEndpoint&, const UsbEndpoint&) = default;
};

class UsbDevice {
  public:
    UsbDevice() = default;
    UsbDevice(const UsbDevice&) = delete;
    UsbDevice& operator=(const UsbDevice&) = delete;
    virtual ~UsbDevice() = default;

    /// The bulk and interrupt endpoints of the claimed interface.
    [[nodiscard]] virtual const std::vector<UsbEndpoint>& endpoints() const = 0;

    /// One transfer. Returns the number of octets, which can be 0. Errors: `deadline_exceeded`, `reader_lost` if the
    /// device is gone or refuses.
    virtual Result<std::size_t> send(const UsbEndpoint& endpoint, ByteView octets,
                                     std::chrono::milliseconds timeout) = 0;
    /// One transfer, which ends with a packet shorter than the endpoint's packet size, or when `into` is full. `into`
    /// must have room for whole packets. At the timeout the octets of an unfinished transfer can be lost.
    virtual Result<std::size_t> receive(const UsbEndpoint& endpoint, MutableByteView into,
                                        std::chrono::milliseconds timeout) = 0;
};

/// Opens the first matching device and claims its first interface with usable endpoints. Errors: `reader_lost` if there
/// is none, `io_failure` if it cannot be used.
[[nodiscard]] Result<std::unique_ptr<UsbDevice>> open_usb_device(const UsbName& name);

}  // namespace fivestar::driver
