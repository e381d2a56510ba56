// SPDX-License-Identifier: Apache-2.0
// The names of readers in pcscd, and the ids made from them.
//
// A name has the driver's name of the device, the serial number in parentheses if there is one, and two hexadecimal
// numbers: `Vendor Model (serial) 01 00`. The first number is the order of plugging in and not part of the id; the
// second is the slot. The USB port distinguishes devices without serial number. A reader of reader.conf has its name
// from there.
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

/// Returns the id, in lower-case letters, digits, `-` and characters beyond ASCII, UTF-8: `vendor-model-serial`,
/// `vendor-model-usb-1-2.3` without serial number, and the slot at the end unless it is 0.
[[nodiscard]] std::string make_reader_id(std::string_view name, const std::optional<std::string>& usb_port);

/// Returns the name as clients see it and as grants and `[sam] readers` name it: octets that are not UTF-8, such as
/// GBK, are U+FFFD. Only pcscd is given the name itself.
[[nodiscard]] std::string shown_name(std::string_view name);

/// Guesses the interface from a word in the name: `PICC`, `contactless`, `NFC`, `RFID` or `CL`; `contact` or `ICC`.
[[nodiscard]] ReaderInterface interface_by_name(std::string_view name);

/// Finds the USB port (`1-2.3`: bus, then the port of each hub) of the device with this SCARD_ATTR_CHANNEL_ID
/// (0x0020BBAA: bus, address; PC/SC part 3 §3.1.2, as in libccid) in sysfs. The address changes with each plugging in,
/// the port does not. `nullopt` for other channels and unknown devices.
[[nodiscard]] std::optional<std::string> usb_port(std::uint32_t channel_id,
                                                  const std::filesystem::path& devices = "/sys/bus/usb/devices");

}  // namespace fivestar::daemon::pcsc
