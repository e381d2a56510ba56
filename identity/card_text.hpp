// SPDX-License-Identifier: Apache-2.0
// Text of cards and of people who type, converted to valid UTF-8.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <string_view>

namespace fivestar::identity {

/// Converts text of LDS1 files (Doc 9303-10 §4.7: UTF-8). Invalid UTF-8 is read as ISO 8859-1, which older documents
/// use. Control characters become U+FFFD.
[[nodiscard]] PersonalText text_from_utf8(ByteView octets);

struct Utf16Text {
    PersonalText text = {};
    bool clean = true;  ///< false if anything had to be replaced
};

/// Converts UTF-16LE. These become U+FFFD: lone surrogates, control characters, non-characters, the byte order mark,
/// marks that reorder or break lines, and an odd last octet. Private-use characters stay, since rare characters of
/// names use them.
[[nodiscard]] Utf16Text text_from_utf16le(ByteView octets);

/// Converts a field of fixed size in UTF-16LE, without trimming. Zeros at its end count as blanks, because some cards
/// pad with them.
[[nodiscard]] Utf16Text field_from_utf16le(ByteView octets);

/// Converts the full-width forms of ASCII (U+FF01 to U+FF5E, and U+3000) to ASCII: Chinese input methods type them.
[[nodiscard]] PersonalText half_width(std::string_view text);

/// Returns the text without the blanks (U+0020) around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace fivestar::identity
