// SPDX-License-Identifier: Apache-2.0
// Zeroized UTF-16, as ICU takes it.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <unicode/utf16.h>
#include <vector>

namespace fivestar::identity {

using Utf16 = std::vector<char16_t, ZeroizingAllocator<char16_t>>;

/// Appends one code point.
inline void append(Utf16& text, char32_t c) {
    constexpr char32_t first_of_two_units = 0x10000;
    if (c < first_of_two_units) {
        text.push_back(static_cast<char16_t>(c));
    } else {
        text.push_back(U16_LEAD(c));
        text.push_back(U16_TRAIL(c));
    }
}

/// Returns the code point at `at`, which is less than the size, and moves `at` behind it. A surrogate alone is returned
/// as it is.
inline char32_t next_code_point(const Utf16& text, std::size_t& at) {
    const char32_t unit = text[at++];
    if (!U16_IS_LEAD(unit) || at == text.size() || !U16_IS_TRAIL(char32_t{text[at]})) return unit;
    return static_cast<char32_t>(U16_GET_SUPPLEMENTARY(unit, text[at++]));
}

}  // namespace fivestar::identity
