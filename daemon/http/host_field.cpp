// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/host_field.hpp"

#include <algorithm>

namespace fivestar::daemon {
namespace {

constexpr std::string_view unreserved_marks = "-._~";
constexpr std::string_view sub_delims = "!$&'()*+,;=";

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_hex_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// `unreserved / sub-delims` of RFC 3986.
constexpr bool is_name_character(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           unreserved_marks.find(c) != std::string_view::npos || sub_delims.find(c) != std::string_view::npos;
}

/// `reg-name`, which includes every IPv4 address.
bool is_registered_name(std::string_view text) {
    while (!text.empty()) {
        std::size_t size = 1;
        if (text.front() == '%') {
            size = 3;
            if (text.size() < size || !is_hex_digit(text[1]) || !is_hex_digit(text[2])) return false;
        } else if (!is_name_character(text.front())) {
            return false;
        }
        text.remove_prefix(size);
    }
    return true;
}

/// The inside of `IP-literal`: the characters of an IPv6 address or of a later one.
bool is_address(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return is_name_character(c) || c == ':'; });
}

}  // namespace

bool is_host(std::string_view value) {
    const bool literal = value.starts_with('[');
    const auto end = literal ? value.find(']') : value.find(':');
    if (literal && end == std::string_view::npos) return false;
    const std::string_view host = value.substr(0, end);
    std::string_view port = value.substr(std::min(literal ? end + 1 : end, value.size()));
    if (!port.empty() && port.front() != ':') return false;
    if (!port.empty()) port.remove_prefix(1);
    return (literal ? is_address(host.substr(1)) : is_registered_name(host)) && std::ranges::all_of(port, is_digit);
}

}  // namespace fivestar::daemon
