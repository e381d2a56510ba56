// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/reader_name.hpp"

#include "crypto/base/text.hpp"
#include "crypto/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <system_error>
#include <vector>

namespace fivestar::daemon::pcsc {
namespace {

constexpr std::size_t max_usb_devices = 4096;
constexpr std::uint32_t usb_channel = 0x0020;

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

std::string lower(std::string_view text) {
    std::string result{text};
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

/// Removes a space and two or more hexadecimal digits from the end, and returns their value.
std::optional<std::uint32_t> take_number(std::string_view& text) {
    const std::size_t space = text.rfind(' ');
    if (space == std::string_view::npos || text.size() - space < 3) return std::nullopt;
    std::uint32_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + space + 1, end, number, 16);
    if (error != std::errc{} || stop != end) return std::nullopt;
    text = text.substr(0, space);
    return number;
}

/// Returns lower-case ASCII letters and digits, and one `-` for the characters between them. Keeps other characters; in
/// a name that is not UTF-8 they become hexadecimal, so that the ids of two readers still differ.
std::string slug(std::string_view text) {
    const bool keeps_others = is_utf8(text);
    std::string result;
    for (const char c : lower(text)) {
        const auto octet = static_cast<std::uint8_t>(c);
        if (is_letter_or_digit(c) || (octet >= 0x80 && keeps_others)) {
            result += c;
        } else if (octet >= 0x80) {
            result += lower(to_hex({&octet, 1}));
        } else if (!result.empty() && result.back() != '-') {
            result += '-';
        }
    }
    if (!result.empty() && result.back() == '-') result.pop_back();
    return result.empty() ? "reader" : result;
}

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> result{{}};
    for (const char c : lower(text)) {
        if (is_letter_or_digit(c)) {
            result.back() += c;
        } else if (!result.back().empty()) {
            result.emplace_back();
        }
    }
    return result;
}

std::optional<std::uint32_t> read_number(const std::filesystem::path& file) {
    std::ifstream in{file};
    std::uint32_t number = 0;
    if (!(in >> number)) return std::nullopt;
    return number;
}

}  // namespace

ReaderName parse_reader_name(std::string_view name) {
    std::string_view device = name;
    const auto slot = take_number(device);
    const auto order = slot ? take_number(device) : std::nullopt;
    if (!order) return {.device = std::string{name}, .has_serial = false};
    const bool has_serial = device.ends_with(')') && device.contains(" (");
    return {.device = std::string{device}, .slot = *slot, .has_serial = has_serial};
}

std::string make_reader_id(std::string_view name, const std::optional<std::string>& usb_port) {
    const ReaderName parsed = parse_reader_name(name);
    std::string id = slug(parsed.device);
    if (!parsed.has_serial && usb_port) id += "-usb-" + *usb_port;
    if (parsed.slot != 0) id += "-" + std::to_string(parsed.slot);
    return id;
}

std::string shown_name(std::string_view name) {
    return std::string{Utf8Text{name}.view()};
}

ReaderInterface interface_by_name(std::string_view name) {
    constexpr std::array contactless{"picc", "contactless", "nfc", "rfid", "cl"};
    constexpr std::array contact{"contact", "icc"};
    const auto said = words(name);
    const auto one_of = [&said](const auto& signs) {
        return std::ranges::any_of(
            signs, [&said](std::string_view sign) { return std::ranges::find(said, sign) != said.end(); });
    };
    if (one_of(contactless)) return ReaderInterface::contactless;
    return one_of(contact) ? ReaderInterface::contact : ReaderInterface::unknown;
}

std::optional<std::string> usb_port(std::uint32_t channel_id, const std::filesystem::path& devices) {
    if (channel_id >> 16 != usb_channel) return std::nullopt;
    const std::uint32_t bus = (channel_id >> 8) & 0xFF;
    const std::uint32_t address = channel_id & 0xFF;
    std::error_code error;
    std::filesystem::directory_iterator device{devices, error};
    for (std::size_t seen = 0; !error && device != std::filesystem::directory_iterator{} && seen < max_usb_devices;
         device.increment(error), ++seen) {
        const auto& path = device->path();
        if (read_number(path / "busnum") == bus && read_number(path / "devnum") == address) {
            return path.filename().string();
        }
    }
    return std::nullopt;
}

}  // namespace fivestar::daemon::pcsc
