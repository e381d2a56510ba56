// SPDX-License-Identifier: Apache-2.0
#include "identity/derived.hpp"

namespace fivestar::identity {
namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::size_t shown = 4;
constexpr std::size_t shown_of_short = 2;
constexpr std::size_t long_enough = 12;

}  // namespace

std::optional<bool> over(unsigned years, const std::optional<std::chrono::year_month_day>& birth_date,
                         std::chrono::year_month_day today) {
    if (!birth_date) return std::nullopt;
    const auto anniversary = *birth_date + std::chrono::years{years};
    // The day after a 28 February: sys_days carries a 29th over into March.
    return std::chrono::sys_days{anniversary} <= std::chrono::sys_days{today};
}

PersonalText number_masked(std::string_view number) {
    PersonalText masked;
    masked.reserve(2 * shown + ellipsis.size());
    const bool both_ends = number.size() >= long_enough;
    if (both_ends) masked.append(number.substr(0, shown));
    masked.append(ellipsis);
    const std::size_t tail = both_ends ? shown : shown_of_short;
    if (number.size() > tail) masked.append(number.substr(number.size() - tail));
    return masked;
}

std::optional<bool> currently_valid(const Document& document, std::chrono::year_month_day today) {
    if (document.valid_from && today < *document.valid_from) return false;
    if (document.long_term) return true;
    if (!document.valid_until) return std::nullopt;
    return today <= *document.valid_until;
}

}  // namespace fivestar::identity
