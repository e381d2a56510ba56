// SPDX-License-Identifier: Apache-2.0
// DG12 (ICAO Doc 9303-10 section 4.7.12): additional details of the document. Only what the record shows is decoded.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::identity {

struct Dg12 {
    std::optional<PersonalText> issuing_authority = {};
    std::optional<std::chrono::year_month_day> issue_date = {};
    std::vector<std::string_view> findings = {};  ///< as AdditionalDetails
};

/// Errors: as parse_additional_details.
[[nodiscard]] Result<Dg12> parse_dg12(ByteView file);

}  // namespace fivestar::identity
