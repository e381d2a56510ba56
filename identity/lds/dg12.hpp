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
    /// As AdditionalDetails, and `short_date` (the date of issue is not YYYYMMDD).
    std::vector<Reason> findings = {};
};

/// Errors: as parse_additional_details. A date of issue as YYMMDD is the latest such day that is not after `today`.
[[nodiscard]] Result<Dg12> parse_dg12(ByteView file, std::chrono::year_month_day today);

}  // namespace fivestar::identity
