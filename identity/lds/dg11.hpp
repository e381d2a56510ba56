// SPDX-License-Identifier: Apache-2.0
// DG11 (ICAO Doc 9303-10 section 4.7.11): additional details of the holder. Only what the record shows is decoded.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/reason.hpp"
#include "crypto/base/zeroized.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace fivestar::identity {

struct Dg11 {
    std::optional<PersonalText> primary = {};  ///< of the full name, in national characters
    std::optional<PersonalText> secondary = {};
    std::optional<PersonalText> personal_number = {};
    std::optional<std::chrono::year_month_day> birth_date = {};
    std::optional<PersonalText> birth_date_printed = {};  ///< when it is there and no whole day
    std::optional<PersonalText> birth_place = {};
    std::optional<PersonalText> address = {};
    std::vector<Reason> findings = {};  ///< as AdditionalDetails; `short_date`: the birth date is YYMMDD
};

/// Errors: as parse_additional_details.
[[nodiscard]] Result<Dg11> parse_dg11(ByteView file);

}  // namespace fivestar::identity
