// SPDX-License-Identifier: Apache-2.0
// Names that pcscd gives readers, and the ids made of them.
//
// pcscd makes a name of what the driver calls the device, the serial number in parentheses where the device has one,
// and two numbers in hexadecimal: `Vendor Model (serial) 01 00`. The first number is the order of plugging in, and no
// part of an id; the second is the slot. A device without serial number is told from its like by the USB port it is
// plugged into. A reader of reader.conf is known by the name it has there.
#pragma once

#include "daemon/readers/reader_source.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace fivestar::daemon::pcsc {

struct ReaderName {
    std::string device;  ///< all but the two numbers
    std::uint32_t slot = 0;
    bool has_serial = false;
};

[[nodiscard]] ReaderName parse_reader_name(std::string_view name);

/// Lower-case letters, digits and `-`, what is not ASCII left alone: `vendor-model-serial`, `vendor-model-usb-1-2.3`
/// without serial number, and the slot at the end unless it is 0.
[[nodiscard]] std::string make_reader_id(std::string_view name, const std::optional<std::string>& usb_port);

/// Contactless readers say so in their names (`PICC`, `contactless`, `NFC`, `RFID`, `CL`), and some with two interfaces
/// name the other one too (`contact`, `ICC`).
[[nodiscard]] ReaderInterface interface_by_name(std::string_view name);

/// The USB port (`1-2.3`: bus, then port numbers down the hubs) of the device with this SCARD_ATTR_CHANNEL_ID
/// (0x0020BBAA: bus, address; PC/SC part 3 §3.1.2, as libccid has it), looked up in sysfs. The address changes with
/// every plugging in, the port does not. `nullopt` for other channels and devices not found.
[[nodiscard]] std::optional<std::string> usb_port(std::uint32_t channel_id,
                                                  const std::filesystem::path& devices = "/sys/bus/usb/devices");

}  // namespace fivestar::daemon::pcsc
