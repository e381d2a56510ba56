// SPDX-License-Identifier: Apache-2.0
// DEVICENAME of reader.conf: the port of a reader.
//
// /dev/null:serial:/dev/serial/by-id/...   a serial line; any absolute path after `serial:`
// /dev/ttyUSB0                             the same, if pcscd starts after the port has come; no colon in it
// /dev/null:usb:0400:c35a                  the first such USB device; with @1-2.3 the one at bus 1, port 2.3
// usb:0400/c35a:libudev:0:/dev/bus/usb/001/004   the form that pcscd uses for a USB device that it detects
//
// The file before the first colon must exist when pcscd starts, hence `/dev/null`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace fivestar::driver {

struct SerialName {
    std::string path;
    friend bool operator==(const SerialName&, const SerialName&) = default;
};

/// Empty or absent members match every device.
struct UsbName {
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    std::string location = {};                ///< bus and ports, as in sysfs: `1-2.3`
    std::optional<std::uint8_t> bus = {};     ///< as in /dev/bus/usb/001/004
    std::optional<std::uint8_t> device = {};  ///< as in /dev/bus/usb/001/004
    friend bool operator==(const UsbName&, const UsbName&) = default;
};

using DeviceName = std::variant<SerialName, UsbName>;

/// Returns nothing if `name` has none of the four forms.
[[nodiscard]] std::optional<DeviceName> parse_device_name(std::string_view name);

}  // namespace fivestar::driver
