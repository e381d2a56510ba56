// SPDX-License-Identifier: Apache-2.0
#include "scan/configuration/escaped_text.hpp"

#include <charconv>
#include <cstdint>

namespace fivestar::scan {
namespace {

/// Removes two hexadecimal digits from the front of `text` and returns their value.
std::optional<char> take_octet(std::string_view& text) {
    std::uint8_t octet = 0;
    if (text.size() < 2) return std::nullopt;
    const std::string_view digits = text.substr(0, 2);
    const auto [stop, error] = std::from_chars(digits.begin(), digits.end(), octet, 16);
    if (stop != digits.end() || error != std::errc{}) return std::nullopt;
    text.remove_prefix(2);
    return static_cast<char>(octet);
}

std::optional<char> take_escape(std::string_view& text) {
    if (text.empty()) return std::nullopt;
    const char letter = text.front();
    text.remove_prefix(1);
    switch (letter) {
        case 'r':
            return '\r';
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case '\\':
            return '\\';
        case 'x':
            return take_octet(text);
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<std::string> unescaped(std::string_view text) {
    std::string octets;
    while (!text.empty()) {
        const char letter = text.front();
        text.remove_prefix(1);
        if (static_cast<std::uint8_t>(letter) >= 0x80) return std::nullopt;
        if (letter != '\\') {
            octets.push_back(letter);
            continue;
        }
        const auto octet = take_escape(text);
        if (!octet) return std::nullopt;
        octets.push_back(*octet);
    }
    return octets;
}

}  // namespace fivestar::scan
