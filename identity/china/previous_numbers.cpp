// SPDX-License-Identifier: Apache-2.0
#include "identity/china/previous_numbers.hpp"

#include "identity/china/card_number.hpp"
#include "identity/country.hpp"
#include "identity/mrz/mrz_check_digit.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::identity {

std::vector<PersonalText> previous_numbers(std::string_view number, std::string_view nationality,
                                           std::string_view association) {
    std::vector<PersonalText> candidates;
    const bool usable = parse_card_number(number).kind == CardNumberKind::permanent_resident_18 &&
                        association.size() == 3 &&
                        std::ranges::all_of(association, [](char c) { return c >= '0' && c <= '9'; });
    if (!usable) return candidates;
    const auto add = [&](std::string_view country) {
        PersonalText candidate{country};
        candidate.append(number.substr(1, 2));
        candidate.append(association.substr(0, 2));
        candidate.append(number.substr(8, 6));
        candidate.append(association.substr(2));
        const auto check_digit = mrz_check_digit(candidate.view());
        if (!check_digit || !is_nationality(country)) return;
        candidate.push_back(*check_digit);
        candidates.push_back(std::move(candidate));
    };
    add(nationality);
    // The number keeps the nationality of the first issue, the record has the present one.
    const std::string_view numeric = number.substr(3, 3);
    const Country* first = country_by_numeric(numeric);
    const std::string_view first_code = first != nullptr ? first->alpha3 : numeric == "000" ? "XXA" : "";  // stateless
    if (first_code != nationality) add(first_code);
    return candidates;
}

}  // namespace fivestar::identity
