// SPDX-License-Identifier: Apache-2.0
// Values derived from a record and the current day. `today` is in the caller's time zone.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "identity/record.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace fivestar::identity {

/// True if a person born on this day has completed `years` years. A person born on 29 February completes a year on
/// 1 March where there is no such day. nullopt without a birth date.
[[nodiscard]] std::optional<bool> over(unsigned years, const std::optional<std::chrono::year_month_day>& birth_date,
                                       std::chrono::year_month_day today);

/// Returns the first and the last four characters around an ellipsis. Of fewer than twelve characters, only the last
/// two are shown, so that at least a third stays hidden.
[[nodiscard]] PersonalText number_masked(std::string_view number);

/// True if today lies between the first and the last day of validity, both included. An absent first day does not
/// limit; an absent last day gives nullopt unless the document is valid without end.
[[nodiscard]] std::optional<bool> currently_valid(const Document& document, std::chrono::year_month_day today);

}  // namespace fivestar::identity
