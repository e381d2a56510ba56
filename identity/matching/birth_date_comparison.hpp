// SPDX-License-Identifier: Apache-2.0
// Compares birth dates, parts of which may be unknown.
#pragma once

#include "identity/matching/comparison.hpp"
#include "identity/record.hpp"

#include <string_view>

namespace fivestar::identity {

/// True if the text can be a printed birth date: `YYMMDD` or `YYYYMMDD`, unknown parts as fillers.
[[nodiscard]] bool is_printed_birth_date(std::string_view text);

/// Compares whole dates, or the known parts of incomplete ones (`birth_date_printed`: `YYMMDD` or `YYYYMMDD` with
/// fillers or zeros for unknown parts, Doc 9303-3 §4.8). The reasons are those in record_comparison.hpp.
[[nodiscard]] Comparison compare_birth_dates(const Holder& one, const Holder& other);

}  // namespace fivestar::identity
