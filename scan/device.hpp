// SPDX-License-Identifier: Apache-2.0
// An open scanner.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace fivestar::scan {

/// The reason why a scanner cannot be used.
struct DeviceFault {
    enum class Kind : std::uint8_t { missing, refused, held, unsuitable };

    Kind kind = Kind::missing;
    std::string text = {};  ///< what happened and what to do

    friend bool operator==(const DeviceFault&, const DeviceFault&) = default;
};

enum class Received : std::uint8_t {
    octets,   ///< perhaps none
    damaged,  ///< octets are missing before those that came
    gone      ///< there is no scanner any more
};

class Device {
  public:
    Device() = default;
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;
    virtual ~Device() = default;

    /// Readable when `read` has something to do.
    [[nodiscard]] virtual int descriptor() const = 0;
    /// Appends what the scanner has sent, without waiting.
    [[nodiscard]] virtual Received read(SecretBytes& to) = 0;
    /// Sends a command, within a second; false if the scanner is gone.
    [[nodiscard]] virtual bool write(std::string_view command) = 0;
};

/// The fault behind an `errno` of open(2), flock(2) or EVIOCGRAB.
[[nodiscard]] DeviceFault device_fault(int error);

}  // namespace fivestar::scan
