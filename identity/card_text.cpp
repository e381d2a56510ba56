// SPDX-License-Identifier: Apache-2.0
#include "identity/card_text.hpp"

#include "crypto/base/utf8.hpp"

#include <cstdint>
#include <unicode/utf16.h>

namespace fivestar::identity {
namespace {

bool control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/// Invisible marks that change how what follows is read: byte order mark, line and paragraph separators, directions.
bool layout_mark(char32_t c) {
    return c == 0xFEFF || (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// Appends a character of a card.
void append_printable(PersonalText& text, char32_t c) {
    append_code_point(text, control(c) ? replacement_character : c);
}

}  // namespace

PersonalText text_from_utf8(ByteView octets) {
    PersonalText text;
    text.reserve(octets.size());
    if (is_utf8(as_text(octets))) {
        for_each_code_point(as_text(octets), [&](char32_t c) { append_printable(text, c); });
    } else {
        for (const std::uint8_t latin1 : octets) append_printable(text, latin1);
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
        if (U16_IS_LEAD(c) && at + 1 < octets.size() && U16_IS_TRAIL(unit(at))) {
            c = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(c, unit(at)));
            at += 2;
        }
        const bool bad = control(c) || !U_IS_UNICODE_CHAR(c) || layout_mark(c);
        result.clean = result.clean && !bad;
        append_code_point(result.text, bad ? replacement_character : c);
    }
    if (at < octets.size()) {
        result.clean = false;
        append_code_point(result.text, replacement_character);
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

PersonalText half_width(std::string_view text) {
    constexpr char32_t first = 0xFF01;  // U+FF01 to U+FF5E are the characters of ASCII from U+0021 on
    constexpr char32_t last = 0xFF5E;
    constexpr char32_t ideographic_space = 0x3000;
    PersonalText narrow;
    narrow.reserve(text.size());
    for_each_code_point(text, [&](char32_t c) {
        if (c >= first && c <= last) c = c - first + '!';
        append_code_point(narrow, c == ideographic_space ? U' ' : c);
    });
    return narrow;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace fivestar::identity
