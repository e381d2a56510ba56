// SPDX-License-Identifier: Apache-2.0
// Text of cards, made valid UTF-8 whatever the card holds.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <string_view>

namespace fivestar::identity {

/// Text of LDS1 files (Doc 9303-10 section 4.7: UTF-8). Octets that are no UTF-8 are read as ISO 8859-1, as older
/// documents wrote them; control characters become U+FFFD.
[[nodiscard]] PersonalText text_from_utf8(ByteView octets);

struct Utf16Text {
    PersonalText text = {};
    bool clean = true;  ///< false if anything had to be replaced
};

/// UTF-16LE. What is no character of a text becomes U+FFFD: lone surrogates, control characters, non-characters, the
/// byte order mark, marks that reorder or break lines, an odd last octet. Private-use characters stay: rare characters
/// of names are written with them.
[[nodiscard]] Utf16Text text_from_utf16le(ByteView octets);

/// A field of fixed size in UTF-16LE, not trimmed. Zeros at its end stand for blanks: some cards pad with them.
[[nodiscard]] Utf16Text field_from_utf16le(ByteView octets);

/// Without the blanks (U+0020) around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace fivestar::identity
