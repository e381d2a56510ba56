// SPDX-License-Identifier: Apache-2.0
// DG1 (ICAO Doc 9303-10 section 4.7.1): the machine-readable zone.
#pragma once

#include "identity/mrz/mrz.hpp"

namespace fivestar::identity {

/// Errors: `malformed`, also without a zone; `trailing_bytes`. Wrong check digits are faults of the result, and so are
/// odd characters and elements beside the zone (`dg1_element_malformed`).
[[nodiscard]] Result<Mrz> parse_dg1(ByteView file, std::chrono::year_month_day today);

}  // namespace fivestar::identity
