// SPDX-License-Identifier: Apache-2.0
// The form that DG11 and DG12 share (ICAO Doc 9303-10 sections 4.7.11 and 4.7.12): a tag list, then the elements.
#pragma once

#include "crypto/base/reason.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/tlv/cursor.hpp"

#include <vector>

namespace fivestar::identity {

inline constexpr std::size_t max_details = 64;

/// Borrowed from the file. Elements inside a counted group (tag A0) stand in line with the others; the count is not
/// believed.
struct AdditionalDetails {
    std::vector<tlv::Element> elements = {};
    std::vector<Reason> findings = {};  ///< `listed_element_missing`, `unlisted_element`, `wrong_count`

    /// The first element with this tag, or nullptr.
    [[nodiscard]] const tlv::Element* find(tlv::Tag tag) const;
    /// Its text, without what fillers are at the ends. Absent like the element; an empty element is an empty text.
    [[nodiscard]] std::optional<PersonalText> text(tlv::Tag tag) const;
    /// The same of a text of several fields, which `<` separates there and `, ` here.
    [[nodiscard]] std::optional<PersonalText> fields(tlv::Tag tag) const;
};

/// Errors: `malformed` (also without a tag list), `trailing_bytes`, `limit_exceeded` past `max_details` elements.
[[nodiscard]] Result<AdditionalDetails> parse_additional_details(ByteView file, tlv::Tag outer);

}  // namespace fivestar::identity
