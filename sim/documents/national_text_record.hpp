// Writes the national text record of Chinese identity cards: 256 octets of UTF-16LE in fields of fixed width, padded
// with blanks. One layout for each kind of card; character 124 tells the kind.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace fivestar::sim {

enum class TextKind : std::uint8_t {
    resident,                 ///< a citizen's card, ' '
    hmt_residence_permit,     ///< for residents of Hong Kong, Macao and Taiwan, 'J'
    permanent_resident_2017,  ///< 'I'
    permanent_resident_2023,  ///< 'Y'
};

struct TextField {
    std::string_view name;  ///< empty where the card has nothing of its own to say
    std::uint8_t width;     ///< in characters
    char16_t fixed = u' ';  ///< what a field without a name is filled with
};

/// The fields in their order. A name that comes back continues its text, so that a long one may lie in two places.
[[nodiscard]] std::span<const TextField> text_layout(TextKind kind);

struct NationalTextRecord {
    TextKind kind = TextKind::permanent_resident_2023;
    std::map<std::string, std::string, std::less<>> fields = {};  ///< UTF-8; one that is not there is blank
};

/// `invalid_argument` for a field that the kind does not have, that is too long or not in the basic multilingual plane.
[[nodiscard]] Result<Bytes> encode(const NationalTextRecord& record);

}  // namespace fivestar::sim
