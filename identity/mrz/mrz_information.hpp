// SPDX-License-Identifier: Apache-2.0
// MRZ_information, from which the keys of Basic Access Control and PACE are derived (ICAO Doc 9303-11 sections 4.3.2
// and 9.7.3): document number, birth date and expiry date, each with its check digit. Everything here is a secret.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

#include <string_view>

namespace fivestar::identity {

/// Derives it from the printed lines of a zone. `invalid_argument` with the step `mrz` if they are no machine-readable
/// zone, otherwise as below. Check digits are not verified: some documents have wrong ones, even the example of Doc
/// 9303-11 Appendix D.2. The chip decides whether the key is right.
[[nodiscard]] Result<SecretText> mrz_information(std::string_view lines);

/// From the three values. The number is padded with `<` to nine characters, or taken whole when longer (at most 22,
/// what TD1 has room for); dates are `YYYY-MM-DD` or, as printed, `YYMMDD` with `<` for unknown parts. Blanks and
/// hyphens in the number are read as `<`. `invalid_argument` for anything else, its step naming the value.
[[nodiscard]] Result<SecretText> mrz_information(std::string_view document_number, std::string_view birth_date,
                                                 std::string_view expiry_date);

}  // namespace fivestar::identity
