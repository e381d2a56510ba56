// SPDX-License-Identifier: Apache-2.0
// DG12 (ICAO Doc 9303-10 section 4.7.12): additional details of the document. Only what the record shows is decoded.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/reason.hpp"
#include "crypto/base/zeroized.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace fivestar::identity {

struct Dg12 {
    std::optional<PersonalText> issuing_authority = {};
    std::optional<std::chrono::year_month_day> issue_date = {};
    std::vector<Reason> findings = {};  ///< as AdditionalDetails
};

/// Errors: as parse_additional_details.
[[nodiscard]] Result<Dg12> parse_dg12(ByteView file);

}  // namespace fivestar::identity
