// SPDX-License-Identifier: Apache-2.0
// Writes the national text record of Chinese identity cards: 256 octets of UTF-16LE in fields of fixed width, padded
// with spaces. Each kind of card has its layout; character 124 names the kind.
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
    resident,                 ///< ' '
    hmt_residence_permit,     ///< for residents of Hong Kong, Macao and Taiwan, 'J'
    permanent_resident_2017,  ///< 'I'
    permanent_resident_2023,  ///< 'Y'
};

struct TextField {
    std::string_view name;  ///< empty for filling
    std::uint8_t width;     ///< in characters
    char16_t fixed = u' ';  ///< fills a field without a name
};

/// The fields in order. A field whose name appears twice continues its text.
[[nodiscard]] std::span<const TextField> text_layout(TextKind kind);

struct NationalTextRecord {
    TextKind kind = TextKind::permanent_resident_2023;
    std::map<std::string, std::string, std::less<>> fields = {};  ///< UTF-8; absent fields are blank
};

/// Returns `invalid_argument` for a field that the kind lacks, that is too long or not in the basic multilingual plane.
[[nodiscard]] Result<Bytes> encode(const NationalTextRecord& record);

}  // namespace fivestar::sim
