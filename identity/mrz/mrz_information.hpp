// SPDX-License-Identifier: Apache-2.0
// MRZ_information, from which the keys of BAC and PACE are derived (ICAO Doc 9303-11 §4.3.2, §9.7.3): document number,
// birth date and expiry date, each with its check digit. All of it is secret.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <string_view>

namespace fivestar::identity {

/// Derives it from the printed lines of a zone. `invalid_argument` with the step `mrz` if they are no machine-readable
/// zone, otherwise as below. Check digits are not verified: some documents have wrong ones, even the example of Doc
/// 9303-11 Appendix D.2. The chip decides whether the key is right.
[[nodiscard]] Result<SecretText> mrz_information(std::string_view lines);

/// Derives it from the three values. A number shorter than nine characters is padded with `<`; the longest has 22, as
/// TD1 allows. Dates are `YYYY-MM-DD` or, as printed, `YYMMDD` with `<` for unknown parts. Blanks and hyphens in the
/// number count as `<`. `invalid_argument` for anything else; the step names the value.
[[nodiscard]] Result<SecretText> mrz_information(std::string_view document_number, std::string_view birth_date,
                                                 std::string_view expiry_date);

}  // namespace fivestar::identity
