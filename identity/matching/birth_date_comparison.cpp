// SPDX-License-Identifier: Apache-2.0
#include "identity/matching/birth_date_comparison.hpp"

#include "identity/date.hpp"

#include <algorithm>
#include <optional>

namespace fivestar::identity {
namespace {

constexpr char unknown = '<';
constexpr std::size_t long_form = 8;   // YYYYMMDD
constexpr std::size_t short_form = 6;  // YYMMDD

/// YYYYMMDD, `<` where a digit is not known. In zeroized memory: it is a birth date.
std::optional<PersonalText> digits_of(const Holder& holder) {
    if (holder.birth_date) {
        PersonalText digits{long_form};
        unsigned rest = static_cast<unsigned>(static_cast<int>(holder.birth_date->year())) * 10000 +
                        static_cast<unsigned>(holder.birth_date->month()) * 100 +
                        static_cast<unsigned>(holder.birth_date->day());
        for (std::size_t at = long_form; at-- > 0; rest /= 10) digits[at] = static_cast<char>('0' + rest % 10);
        return digits;
    }
    if (!holder.birth_date_printed || !is_printed_birth_date(holder.birth_date_printed->view())) return std::nullopt;
    const std::string_view printed = holder.birth_date_printed->view();
    PersonalText digits;
    for (std::size_t missing = printed.size(); missing < long_form; ++missing) digits.push_back(unknown);
    digits.append(printed);
    for (char& c : digits) {
        if (c < '0' || c > '9') c = unknown;
    }
    // No month and no day is 00: that is how some write what they do not know.
    for (const std::size_t at : {std::size_t{4}, std::size_t{6}}) {
        if (digits.view().substr(at, 2) == "00") std::fill_n(digits.begin() + at, 2, unknown);
    }
    return digits;
}

}  // namespace

bool is_printed_birth_date(std::string_view text) {
    const auto known_sign = [](char c) { return (c >= '0' && c <= '9') || c == '<' || c == 'X' || c == ' '; };
    return (text.size() == short_form || text.size() == long_form) && std::ranges::all_of(text, known_sign);
}

Comparison compare_birth_dates(const Holder& one, const Holder& other) {
    const auto digits = digits_of(one);
    const auto others = digits_of(other);
    if (!digits || !others) return not_comparable(Reason::no_value);
    bool whole = true;
    for (std::size_t at = 0; at < long_form; ++at) {
        const char digit = (*digits)[at];
        const char other_digit = (*others)[at];
        if (digit == unknown || other_digit == unknown) {
            whole = whole && at < long_form - short_form;  // the century alone may be missing
        } else if (digit != other_digit) {
            return different();
        }
    }
    if (!whole) return not_comparable(Reason::incomplete);
    const bool century_known = one.birth_date.has_value() || other.birth_date.has_value();
    return century_known || ((*digits)[0] != unknown && (*others)[0] != unknown)
               ? same()
               : not_comparable(Reason::century_unknown);
}

}  // namespace fivestar::identity
