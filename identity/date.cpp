// SPDX-License-Identifier: Apache-2.0
#include "identity/date.hpp"

#include "crypto/base/text.hpp"

#include <algorithm>
#include <array>

namespace fivestar::identity {
namespace {

constexpr int century = 100;

bool are_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
    int value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return value;
}

std::optional<Date> date(int year, std::string_view month_day) {
    const Date day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(number(month_day.substr(0, 2)))},
                   std::chrono::day{static_cast<unsigned>(number(month_day.substr(2, 2)))}};
    return day.ok() ? std::optional{day} : std::nullopt;
}

/// The three days that `YYMMDD` can be around today; the 29th of February is not in all of them.
std::array<std::optional<Date>, 3> candidates(std::string_view digits, Date today) {
    if (digits.size() != 6 || !are_digits(digits)) return {};
    const int base = static_cast<int>(today.year()) / century * century + number(digits.substr(0, 2));
    const std::string_view month_day = digits.substr(2);
    return {date(base + century, month_day), date(base, month_day), date(base - century, month_day)};
}

}  // namespace

std::optional<Date> parse_date(std::string_view digits) {
    if (digits.size() != 8 || !are_digits(digits)) return std::nullopt;
    return date(number(digits.substr(0, 4)), digits.substr(4));
}

std::optional<Date> parse_date_octets(ByteView octets) {
    return octets.size() == 4 ? parse_date(to_hex(octets)) : parse_date(as_text(octets));
}

std::optional<Date> parse_birth_date(std::string_view digits, Date today) {
    for (const auto& candidate : candidates(digits, today)) {
        if (candidate && *candidate <= today) return candidate;
    }
    return std::nullopt;
}

std::optional<Date> with_stated_century(Date assumed, std::string_view printed) {
    const std::string_view year = printed.substr(0, 4);
    if (year.size() != 4 || !are_digits(year)) return std::nullopt;
    const int stated = number(year);
    const Date day{std::chrono::year{stated}, assumed.month(), assumed.day()};
    const bool same_year = stated % century == static_cast<int>(assumed.year()) % century;
    return same_year && day.ok() ? std::optional{day} : std::nullopt;
}

bool is_printed_date(std::string_view text) {
    if (text.size() != 6) return false;
    if (text.contains('<')) return text.find_first_not_of("0123456789<") == std::string_view::npos;
    if (!are_digits(text)) return false;
    const int year = number(text.substr(0, 2));
    return date(1900 + year, text.substr(2)) || date(2000 + year, text.substr(2));
}

std::optional<Date> parse_expiry_date(std::string_view digits, Date today) {
    std::optional<Date> nearest;
    const auto distance = [&](Date day) {
        return std::chrono::abs(std::chrono::sys_days{day} - std::chrono::sys_days{today});
    };
    for (const auto& candidate : candidates(digits, today)) {
        if (candidate && (!nearest || distance(*candidate) < distance(*nearest))) nearest = candidate;
    }
    return nearest;
}

}  // namespace fivestar::identity
