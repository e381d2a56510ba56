// SPDX-License-Identifier: Apache-2.0
// The format of DG11 and DG12 (ICAO Doc 9303-10 §4.7.11, §4.7.12): a tag list, then the elements.
#pragma once

#include "crypto/base/reason.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/tlv/cursor.hpp"

#include <vector>

namespace fivestar::identity {

inline constexpr std::size_t max_details = 64;

/// The elements, borrowed from the file. Those inside a counted group (tag A0) are in line with the others; their count
/// is not relied on.
struct AdditionalDetails {
    std::vector<tlv::Element> elements = {};
    /// `tag_list_missing`, `listed_element_missing`, `unlisted_element`, `wrong_count`, `empty_element`,
    /// `repeated_element`, `element_malformed` (it, and what follows, cannot be read; or zeros behind).
    std::vector<Reason> findings = {};

    /// Returns the first element with this tag, or nullptr.
    [[nodiscard]] const tlv::Element* find(tlv::Tag tag) const;
    /// Returns its text, without fillers at the ends; nullopt without the element, or if nothing is left.
    [[nodiscard]] std::optional<PersonalText> text(tlv::Tag tag) const;
    /// Returns its text of several fields, with `, ` in place of the separator `<`.
    [[nodiscard]] std::optional<PersonalText> fields(tlv::Tag tag) const;
};

/// Reads the elements one by one, with or without a tag list. Errors: `malformed` and `trailing_bytes` for another
/// outer object, `limit_exceeded` past `max_details` elements or octets of the list.
[[nodiscard]] Result<AdditionalDetails> parse_additional_details(ByteView file, tlv::Tag outer);

}  // namespace fivestar::identity
