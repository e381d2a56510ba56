// Text of cards, made valid UTF-8 whatever the card holds.
#pragma once

#include "crypto/base/cleansed.hpp"

namespace fivestar::identity {

/// Text of LDS1 files (Doc 9303-10 section 4.7: UTF-8). Octets that are no UTF-8 are read as ISO 8859-1, as older
/// documents wrote them; control characters become U+FFFD.
[[nodiscard]] PersonalText text_from_utf8(ByteView octets);

struct Utf16Text {
    PersonalText text = {};
    bool clean = true;  ///< false if anything had to be replaced
};

/// UTF-16LE. A lone surrogate, a control character, a non-character and an odd last octet become U+FFFD.
[[nodiscard]] Utf16Text text_from_utf16le(ByteView octets);

}  // namespace fivestar::identity
