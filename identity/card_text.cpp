// SPDX-License-Identifier: Apache-2.0
#include "identity/card_text.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::identity {
namespace {

constexpr char32_t replacement = 0xFFFD;

bool control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

bool surrogate(char32_t c) {
    return c >= 0xD800 && c <= 0xDFFF;
}

bool non_character(char32_t c) {
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

/// Invisible marks that change how what follows is read: byte order mark, line and paragraph separators, directions.
bool layout_mark(char32_t c) {
    return c == 0xFEFF || (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void append_utf8(PersonalText& text, char32_t c) {
    const auto octet = [&](char32_t value) { text.push_back(static_cast<char>(value)); };
    if (c < 0x80) {
        octet(c);
    } else if (c < 0x800) {
        octet(0xC0 | (c >> 6));
        octet(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        octet(0xE0 | (c >> 12));
        octet(0x80 | ((c >> 6) & 0x3F));
        octet(0x80 | (c & 0x3F));
    } else {
        octet(0xF0 | (c >> 18));
        octet(0x80 | ((c >> 12) & 0x3F));
        octet(0x80 | ((c >> 6) & 0x3F));
        octet(0x80 | (c & 0x3F));
    }
}

struct CodePoint {
    char32_t value;
    std::size_t size;
};

/// One well-formed UTF-8 sequence at the start of `octets` (RFC 3629 section 4), which is not empty.
std::optional<CodePoint> read_utf8(ByteView octets) {
    const std::uint8_t first = octets[0];
    if (first < 0x80) return CodePoint{first, 1};
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || octets.size() < size) return std::nullopt;
    char32_t value = first & (0xFFU >> (size + 1));
    for (const std::uint8_t next : octets.subspan(1, size - 1)) {
        if ((next & 0xC0) != 0x80) return std::nullopt;
        value = (value << 6) | (next & 0x3FU);
    }
    const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
    if (overlong || surrogate(value) || value > 0x10FFFF) return std::nullopt;
    return CodePoint{value, size};
}

}  // namespace

PersonalText text_from_utf8(ByteView octets) {
    PersonalText text;
    text.reserve(octets.size());
    for (ByteView rest = octets; !rest.empty();) {
        const auto point = read_utf8(rest);
        if (!point) {
            text.clear();
            for (const std::uint8_t latin : octets) append_utf8(text, control(latin) ? replacement : latin);
            return text;
        }
        append_utf8(text, control(point->value) ? replacement : point->value);
        rest = rest.subspan(point->size);
    }
    return text;
}

Utf16Text text_from_utf16le(ByteView octets) {
    Utf16Text result;
    result.text.reserve(octets.size() / 2 * 3);
    const auto unit = [&](std::size_t at) { return static_cast<char32_t>(octets[at] | (octets[at + 1] << 8)); };
    std::size_t at = 0;
    while (at + 1 < octets.size()) {
        char32_t c = unit(at);
        at += 2;
        const bool high = c >= 0xD800 && c <= 0xDBFF;
        if (high && at + 1 < octets.size() && unit(at) >= 0xDC00 && unit(at) <= 0xDFFF) {
            c = 0x10000 + ((c - 0xD800) << 10) + (unit(at) - 0xDC00);
            at += 2;
        }
        const bool bad = control(c) || surrogate(c) || non_character(c) || layout_mark(c);
        result.clean = result.clean && !bad;
        append_utf8(result.text, bad ? replacement : c);
    }
    if (at < octets.size()) {
        result.clean = false;
        append_utf8(result.text, replacement);
    }
    return result;
}

Utf16Text field_from_utf16le(ByteView octets) {
    PersonalBytes padded{octets};
    for (std::size_t end = padded.size() / 2 * 2; end >= 2; end -= 2) {
        std::uint8_t& low = padded[end - 2];
        if (padded[end - 1] != 0 || (low != 0 && low != ' ')) break;
        low = ' ';
    }
    return text_from_utf16le(padded.view());
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace fivestar::identity
