// SPDX-License-Identifier: Apache-2.0
#include "identity/china/card_number.hpp"

#include "crypto/base/utf8.hpp"
#include "identity/card_text.hpp"
#include "identity/china/province.hpp"
#include "identity/country.hpp"
#include "identity/date.hpp"
#include "identity/mrz/mrz_check_digit.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fivestar::identity {
namespace {

constexpr std::size_t long_form = 18;
constexpr std::size_t short_form = 15;
constexpr std::string_view stateless_numeric = "000";
constexpr std::string_view stateless = "XXA";
constexpr std::chrono::year earliest_birth{1800};
constexpr std::string_view taiwan_address = "830000";  // GB/T 2260 has Taiwan as 71

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool all_letters(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// Parses one number; `number` collects its values and faults.
struct Dissection {
    std::string_view text;
    std::optional<std::chrono::year_month_day> today;
    CardNumber number = {};

    void demand(bool good, Reason fault) {
        if (!good) number.faults.push_back(fault);
    }

    void place(std::string_view code, std::optional<CodedValue>& in) {
        const Province* found = province(code);
        demand(found != nullptr, Reason::province);
        if (found != nullptr) in = coded_value(*found);
    }

    void long_tail() {
        number.birth_date = parse_date(text.substr(6, 8));
        const bool lived = number.birth_date && number.birth_date->year() >= earliest_birth &&
                           (!today || *number.birth_date <= *today);
        if (!lived) number.birth_date.reset();
        demand(number.birth_date.has_value(), Reason::birth_date);
        number.sequence = PersonalText{text.substr(14, 3)};
        number.sex = (text[16] - '0') % 2 == 1 ? Sex::male : Sex::female;
        demand(gb11643_check_digit(text.substr(0, 17)) == text[17], Reason::check_digit);
    }

    void permanent_resident_18() {
        number.kind = CardNumberKind::permanent_resident_18;
        place(text.substr(1, 2), number.acceptance_place);
        const std::string_view numeric = text.substr(3, 3);
        const Country* country = country_by_numeric(numeric);
        demand(country != nullptr || numeric == stateless_numeric, Reason::nationality);
        if (country != nullptr) number.first_nationality = PersonalText{icao_code(country->alpha3)};
        if (numeric == stateless_numeric) number.first_nationality = PersonalText{stateless};
        long_tail();
    }

    void resident_18() {
        constexpr std::array<std::string_view, 3> hmt_addresses{"810000", "820000", taiwan_address};
        const bool hmt = std::ranges::find(hmt_addresses, text.substr(0, 6)) != hmt_addresses.end();
        number.kind = hmt ? CardNumberKind::hmt_18 : CardNumberKind::citizen_18;
        const bool taiwan = text.starts_with(taiwan_address);
        place(taiwan ? "71" : text.substr(0, 2), number.registration_place);
        if (taiwan && number.registration_place) number.registration_place->code = PersonalText{text.substr(0, 2)};
        long_tail();
    }

    void permanent_resident_15() {
        number.kind = CardNumberKind::permanent_resident_15;
        place(text.substr(3, 2), number.acceptance_place);
        const std::string_view nationality = text.substr(0, 3);
        demand(is_nationality(nationality), Reason::nationality);
        if (is_nationality(nationality)) number.first_nationality = PersonalText{icao_code(nationality)};
        number.birth_date_printed = PersonalText{text.substr(7, 6)};
        // The century is not in the number; any leap year admits a 29 February.
        PersonalText birth_date{"2000"};
        birth_date.append(text.substr(9, 4));
        demand(parse_date(birth_date.view()).has_value(), Reason::birth_date);
        number.sequence = PersonalText{text.substr(13, 1)};
        demand(mrz_check_digit(text.substr(0, 14)) == text[14], Reason::check_digit);
    }
};

/// The form of a number: a capital letter stands for itself, 0 for a digit, `*` for a digit or a letter, `?` for a
/// letter other than I and O.
struct NumberForm {
    std::string_view form;
    CardNumberKind kind;
};

/// From machine-readable zones and documentation of OCR products; the letters of passports rest on one source
/// (docs/CHINESE-CARDS.md).
constexpr std::array number_forms{
    NumberForm{"C*0000000", CardNumberKind::hk_macao_exit_permit},
    NumberForm{"L00000000", CardNumberKind::taiwan_exit_permit},
    NumberForm{"H00000000", CardNumberKind::home_return_permit},
    NumberForm{"M00000000", CardNumberKind::home_return_permit},
    NumberForm{"H0000000000", CardNumberKind::home_return_permit},  // with the count of issues, on paper
    NumberForm{"M0000000000", CardNumberKind::home_return_permit},
    NumberForm{"00000000", CardNumberKind::taiwan_compatriot_permit},
    NumberForm{"E00000000", CardNumberKind::passport},
    NumberForm{"E?0000000", CardNumberKind::passport},
    NumberForm{"DE0000000", CardNumberKind::passport},  // diplomatic
    NumberForm{"SE0000000", CardNumberKind::passport},  // service
    NumberForm{"PE0000000", CardNumberKind::passport},  // public affairs
};

bool has_form(std::string_view text, std::string_view form) {
    return std::ranges::equal(text, form, [](char c, char wanted) {
        const bool digit = c >= '0' && c <= '9';
        const bool letter = c >= 'A' && c <= 'Z';
        if (wanted == '0') return digit;
        if (wanted == '*') return digit || letter;
        return wanted == '?' ? letter && c != 'I' && c != 'O' : c == wanted;
    });
}

}  // namespace

PersonalText typed_number(std::string_view text) {
    return normalised_number(half_width(text).view());
}

PersonalText normalised_number(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    PersonalText upper{text};
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return upper;
}

CardNumber parse_card_number(std::string_view text, std::optional<std::chrono::year_month_day> today) {
    const PersonalText owned = normalised_number(text);
    Dissection dissection{owned.view(), today};
    const std::string_view digits = dissection.text;
    const std::size_t length = count_code_points(digits);
    if (length == digits.size() && length == long_form) {
        const bool good = all_digits(digits.substr(0, 17)) && (all_digits(digits.substr(17)) || digits.back() == 'X');
        if (!good) {
            dissection.number.faults.push_back(Reason::character);
        } else if (digits.front() == '0') {
            dissection.number.faults.push_back(Reason::kind);
        } else if (digits.front() == '9') {
            dissection.permanent_resident_18();
        } else {
            dissection.resident_18();
        }
    } else if (length == digits.size() && length == short_form) {
        if (all_letters(digits.substr(0, 3)) && all_digits(digits.substr(3))) {
            dissection.permanent_resident_15();
        } else {
            dissection.number.faults.push_back(all_digits(digits) ? Reason::kind : Reason::character);
        }
    } else if (const auto* const form = std::ranges::find_if(
                   number_forms, [digits](const NumberForm& each) { return has_form(digits, each.form); });
               form != number_forms.end()) {
        dissection.number.kind = form->kind;
    } else {
        const bool fits =
            length == long_form || length == short_form ||
            std::ranges::any_of(number_forms, [length](const NumberForm& each) { return each.form.size() == length; });
        dissection.number.faults.push_back(fits ? Reason::character : Reason::length);
    }
    return std::move(dissection.number);
}

std::optional<char> gb11643_check_digit(std::string_view seventeen_digits) {
    constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view check_digits = "10X98765432";
    if (seventeen_digits.size() != weights.size() || !all_digits(seventeen_digits)) return std::nullopt;
    int sum = 0;
    for (std::size_t at = 0; at < weights.size(); ++at) sum += (seventeen_digits[at] - '0') * weights[at];
    return check_digits[static_cast<std::size_t>(sum % 11)];
}

}  // namespace fivestar::identity
