// SPDX-License-Identifier: Apache-2.0
#include "identity/name_folding.hpp"

#include "crypto/base/utf8.hpp"
#include "identity/equivalent_ideographs.hpp"
#include "identity/utf16.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

namespace fivestar::identity {
namespace {

constexpr char32_t middle_dot = 0xB7;

/// Dots that normalization would change or that are symbols or letters; w3c/clreq#512 and any86/any-rule#294 have what
/// people and programs write between the parts of a Chinese name. Others are in `separates_words`.
bool is_odd_dot(char32_t c) {
    constexpr std::u32string_view dots = U"\u02D9\u0387\u16EB\u2219\u22C5\u25CF\u25E6\u2B24\uA78F\uFF61";
    return dots.contains(c);
}

/// Normalization takes the acute accent apart.
bool is_apostrophe(char32_t c) {
    return c == '`' || c == 0xB4 || (c >= 0x2018 && c <= 0x201B) || (c >= 0x2B9 && c <= 0x2BF) || c == 0x2032;
}

/// U+013F and U+0140 have a dot that is no separator: Doc 9303-3 §6 writes them L.
bool is_l_with_dot(char32_t c) {
    return c == 0x13F || c == 0x140;
}

char32_t simplified(char32_t c) {
    if (is_odd_dot(c)) return middle_dot;
    if (is_apostrophe(c)) return U'\'';
    if (is_l_with_dot(c)) return c == 0x13F ? U'L' : U'l';
    return equivalent_ideograph(c);
}

bool has_category(char32_t c, std::uint32_t mask) {
    return (U_MASK(u_charType(static_cast<UChar32>(c))) & mask) != 0;
}

/// The simplified text, or its NFKC if ICU makes it.
Utf16 normalized(const Utf16& text) {
    constexpr std::size_t longest_expansion = 18;  // U+FDFA in UTF-16 (Unicode FAQ, "Normalization")
    constexpr std::size_t room_for_all = 512 * longest_expansion;
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2* const nfkc = unorm2_getNFKCInstance(&error);
    Utf16 result(std::min(text.size() * longest_expansion, room_for_all));
    for (int attempt = 0; attempt < 2; ++attempt) {
        const std::int32_t size = unorm2_normalize(nfkc, text.data(), static_cast<std::int32_t>(text.size()),
                                                   result.data(), static_cast<std::int32_t>(result.size()), &error);
        result.resize(static_cast<std::size_t>(size));
        if (error != U_BUFFER_OVERFLOW_ERROR) break;
        error = U_ZERO_ERROR;
    }
    return U_SUCCESS(error) ? result : text;
}

}  // namespace

CodePoints folded_name(std::string_view text) {
    Utf16 units;
    units.reserve(text.size());
    for_each_code_point(text, [&](char32_t c) {
        if (u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) == 0) {
            append(units, simplified(c));
        }
    });
    const Utf16 folded = normalized(units);
    CodePoints name;
    name.reserve(folded.size());
    for (std::size_t at = 0; at < folded.size();) {
        name.push_back(next_code_point(folded, at));
    }
    return name;
}

bool separates_words(char32_t c) {
    constexpr std::u32string_view signs = U"<.,/;_\u00B7\u2022\u2027\u2043\u2212\u2E31\u2E33\u3001\u3002\u30FB";
    return signs.contains(c) || has_category(c, U_GC_Z_MASK | U_GC_PD_MASK);
}

bool is_name_character(char32_t c) {
    return has_category(c, U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK);
}

bool is_mark(char32_t c) {
    return has_category(c, U_GC_M_MASK);
}

bool is_latin_letter(char32_t c) {
    UErrorCode error = U_ZERO_ERROR;
    return uscript_getScript(static_cast<UChar32>(c), &error) == USCRIPT_LATIN;
}

bool is_han(char32_t c) {
    UErrorCode error = U_ZERO_ERROR;
    return uscript_getScript(static_cast<UChar32>(c), &error) == USCRIPT_HAN;
}

char32_t folded_case(char32_t c) {
    return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
}

char32_t without_mark(char32_t c) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2* const nfc = unorm2_getNFCInstance(&error);
    Utf16 parts(4);  // a raw decomposition has at most two code points
    const std::int32_t size = unorm2_getRawDecomposition(nfc, static_cast<UChar32>(c), parts.data(),
                                                         static_cast<std::int32_t>(parts.size()), &error);
    if (U_FAILURE(error) || size < 2) return 0;
    std::size_t at = 0;
    return next_code_point(parts, at);
}

}  // namespace fivestar::identity
