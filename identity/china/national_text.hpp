// SPDX-License-Identifier: Apache-2.0
// The text record of the identity cards issued in China: 256 octets of UTF-16LE in fixed fields. The character at octet
// 248 names the layout; layouts re-use each other's offsets, so a wrong one would give a wrong but plausible person.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/reason.hpp"
#include "crypto/base/zeroized.hpp"
#include "identity/china/national_text_layout.hpp"
#include "identity/coded_value.hpp"
#include "identity/sex.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace fivestar::identity {

/// The fields of all layouts, trimmed; absent where the layout has none or the field is blank.
struct NationalText {
    NationalTextKind kind = NationalTextKind::citizen;
    std::optional<PersonalText> chinese_name = {};
    std::optional<PersonalText> english_name = {};
    Sex sex = Sex::unknown;
    std::optional<CodedValue> ethnicity = {};
    std::optional<std::chrono::year_month_day> birth_date = {};
    std::optional<PersonalText> birth_date_printed = {};  ///< when it is there and no day
    std::optional<PersonalText> address = {};
    std::optional<PersonalText> number = {};
    std::optional<PersonalText> nationality = {};  ///< alpha-3 of GB/T 2659, as the card has it
    std::optional<CodedValue> issuing_authority = {};
    std::optional<std::chrono::year_month_day> valid_from = {};
    std::optional<std::chrono::year_month_day> valid_until = {};
    bool long_term = false;
    std::optional<PersonalText> renewal_count = {};
    std::optional<PersonalText> travel_permit_number = {};
    std::optional<PersonalText> issue_count = {};
    std::optional<PersonalText> card_version = {};
    std::optional<CodedValue> acceptance_authority = {};
    std::vector<PersonalText> previous_numbers = {};  ///< derived; two when the nationality may have changed since
    /// `text_invalid_character`, `text_sex`, `text_birth_date`, `text_valid_from`, `text_valid_until`,
    /// `text_ethnicity`, `text_nationality`, `text_association`.
    std::vector<Reason> findings = {};
};

/// Parses the record. `malformed` unless there are 256 octets, `unsupported` for an unknown flag.
[[nodiscard]] Result<NationalText> parse_national_text(ByteView record);

}  // namespace fivestar::identity
