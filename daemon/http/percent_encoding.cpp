// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/percent_encoding.hpp"

#include "crypto/base/text.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::daemon {
namespace {

constexpr std::uint8_t first_printable = 0x20;
constexpr std::uint8_t del = 0x7F;

/// Returns the octets of the UTF-8 sequence at the start of `text` (RFC 3629 §4); 0 for none and for a control
/// character.
std::size_t character_size(std::string_view text) {
    const auto at = [&](std::size_t index) { return static_cast<std::uint8_t>(text[index]); };
    const auto is_between = [&](std::size_t index, std::uint8_t low, std::uint8_t high) {
        return index < text.size() && at(index) >= low && at(index) <= high;
    };
    const std::uint8_t first = at(0);
    if (first < 0x80) return first >= first_printable && first != del ? 1 : 0;
    if (first < 0xC2 || first > 0xF4) return 0;
    // The second octet excludes overlong forms, surrogates, and values above U+10FFFF.
    const std::uint8_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (!is_between(1, low, high)) return 0;
    const std::size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    for (std::size_t index = 2; index < size; ++index) {
        if (!is_between(index, 0x80, 0xBF)) return 0;
    }
    return size;
}

bool is_plain_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

}  // namespace

Result<std::string> decode_segment(std::string_view encoded) {
    std::string text;
    text.reserve(encoded.size());
    while (!encoded.empty()) {
        if (encoded.front() != '%') {
            text.push_back(encoded.front());
            encoded.remove_prefix(1);
            continue;
        }
        if (encoded.size() < 3) return fail(ErrorCode::malformed);
        const auto octet = from_hex(encoded.substr(1, 2));
        if (!octet) return fail(ErrorCode::malformed);
        text += as_text(*octet);
        encoded.remove_prefix(3);
    }
    if (!is_plain_utf8(text)) return fail(ErrorCode::malformed);
    return text;
}

Result<std::vector<NamedText>> decode_query(std::string_view encoded) {
    std::vector<NamedText> members;
    while (!encoded.empty()) {
        const auto end = std::min(encoded.find('&'), encoded.size());
        std::string member{encoded.substr(0, end)};
        encoded.remove_prefix(std::min(end + 1, encoded.size()));
        if (member.empty()) continue;
        std::ranges::replace(member, '+', ' ');
        const auto equals = std::min(member.find('='), member.size());
        auto name = decode_segment(std::string_view{member}.substr(0, equals));
        auto value = decode_segment(std::string_view{member}.substr(std::min(equals + 1, member.size())));
        if (!name || !value) return fail(ErrorCode::malformed);
        members.push_back({.name = std::move(*name), .value = std::move(*value)});
    }
    return members;
}

}  // namespace fivestar::daemon
