// SPDX-License-Identifier: Apache-2.0
// The code points of a UTF-8 text.
#pragma once

#include <cstddef>
#include <string_view>

namespace fivestar::identity {

/// Calls `visit` with every code point; invalid octets are visited as U+FFFD.
template <class Visit>
void for_each_code_point(std::string_view text, Visit visit) {
    constexpr char32_t replacement = 0xFFFD;
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const std::size_t size = first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (size == 0 || size > text.size() - at) {
            visit(replacement);
            ++at;
            continue;
        }
        char32_t value = size == 1 ? first : first & (0xFFU >> (size + 1));
        for (std::size_t next = 1; next < size; ++next) {
            value = (value << 6) | (static_cast<unsigned char>(text[at + next]) & 0x3FU);
        }
        visit(value);
        at += size;
    }
}

}  // namespace fivestar::identity
