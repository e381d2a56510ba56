// SPDX-License-Identifier: Apache-2.0
#include "identity/derived.hpp"

#include "crypto/base/utf8.hpp"

namespace fivestar::identity {
namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::size_t shown = 4;  // characters, as below
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
    const std::size_t length = count_code_points(number);
    PersonalText masked;
    const bool both_ends = length >= long_enough;
    if (both_ends) masked.append(first_code_points(number, shown));
    masked.append(ellipsis);
    const std::size_t tail = both_ends ? shown : shown_of_short;
    if (length > tail) masked.append(last_code_points(number, tail));
    return masked;
}

std::optional<bool> currently_valid(const Document& document, std::chrono::year_month_day today) {
    if (document.valid_from && today < *document.valid_from) return false;
    if (document.long_term) return true;
    if (!document.valid_until) return std::nullopt;
    return today <= *document.valid_until;
}

}  // namespace fivestar::identity
