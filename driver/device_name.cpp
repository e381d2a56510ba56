// SPDX-License-Identifier: Apache-2.0
#include "driver/device_name.hpp"

#include <charconv>

namespace fivestar::driver {
namespace {

constexpr std::string_view always_there = "/dev/null:";
constexpr std::string_view device_folder = "/dev/";
constexpr std::string_view serial_scheme = "serial:";
constexpr std::string_view usb_scheme = "usb:";
constexpr std::string_view bus_folder = "/dev/bus/usb/";
constexpr std::size_t hexadecimal_id = 4;

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// `take_number(text, number, digits, base)` removes exactly `digits` digits from the front of `text`.
template <class Number>
bool take_number(std::string_view& text, Number& number, std::size_t digits, int base) {
    if (text.size() < digits) return false;
    const char* const begin = text.data();
    const char* const end = begin + digits;
    const auto [stopped, error] = std::from_chars(begin, end, number, base);
    if (error != std::errc{} || stopped != end) return false;
    text.remove_prefix(digits);
    return true;
}

std::optional<DeviceName> usb_name(std::string_view text, std::string_view separator) {
    UsbName name;
    if (!take_number(text, name.vendor, hexadecimal_id, 16) || !take(text, separator) ||
        !take_number(text, name.product, hexadecimal_id, 16)) {
        return std::nullopt;
    }
    if (take(text, "@")) {
        if (text.empty()) return std::nullopt;
        name.location = text;
        return name;
    }
    if (text.empty()) return name;
    // pcscd's own form. The part in between is the interface number, which is not needed.
    const std::size_t at = text.find(bus_folder);
    if (!text.starts_with(':') || at == std::string_view::npos) return std::nullopt;
    text.remove_prefix(at + bus_folder.size());
    std::uint8_t bus = 0;
    std::uint8_t device = 0;
    if (!take_number(text, bus, 3, 10) || !take(text, "/") || !take_number(text, device, 3, 10) || !text.empty()) {
        return std::nullopt;
    }
    name.bus = bus;
    name.device = device;
    return name;
}

}  // namespace

std::optional<DeviceName> parse_device_name(std::string_view name) {
    const bool configured = take(name, always_there);
    if (configured && take(name, serial_scheme)) {
        if (!name.starts_with('/')) return std::nullopt;
        return SerialName{.path = std::string{name}};
    }
    // Other drivers write a type of reader after a colon.
    const bool is_file = name.starts_with(device_folder) && name != device_folder && !name.contains(':');
    if (!configured && is_file && name != "/dev/null" && !name.starts_with(bus_folder)) {
        return SerialName{.path = std::string{name}};
    }
    if (!take(name, usb_scheme)) return std::nullopt;
    return usb_name(name, configured ? ":" : "/");
}

}  // namespace fivestar::driver
