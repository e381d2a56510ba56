// SPDX-License-Identifier: Apache-2.0
#include "crypto/asn1/asn1_time.hpp"

#include "crypto/asn1/asn1.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string_view>

namespace fivestar::crypto {
namespace {

namespace chrono = std::chrono;

/// RFC 5280 §4.1.2.5.1: a two-digit year from 50 on belongs to the twentieth century.
constexpr int utc_time_pivot = 50;

/// Takes decimal digits off the text. Negative if they are none.
int take(std::string_view& text, std::size_t digits) {
    if (text.size() < digits ||
        !std::ranges::all_of(text.substr(0, digits), [](char c) { return c >= '0' && c <= '9'; })) {
        return -1;
    }
    int value = 0;
    const std::string_view number = text.substr(0, digits);
    std::from_chars(number.data(), number.data() + number.size(), value);
    text.remove_prefix(digits);
    return value;
}

/// Takes the fraction of a second off the text, without its value (X.680 §46.2: a point or a comma, then digits).
void skip_fraction(std::string_view& text) {
    if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || text[1] < '0' || text[1] > '9') return;
    text.remove_prefix(1);
    text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
}

/// `Z`, or the offset from UTC as +hhmm or -hhmm.
Result<chrono::minutes> zone(std::string_view text) {
    if (text == "Z") return chrono::minutes{0};
    if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return fail(ErrorCode::malformed);
    const int sign = text[0] == '-' ? -1 : 1;
    text.remove_prefix(1);
    const int hours = take(text, 2);
    const int minutes = take(text, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return fail(ErrorCode::malformed);
    return sign * (chrono::hours{hours} + chrono::minutes{minutes});
}

/// The system clock counts nanoseconds and ends in the year 2262.
WallTime clamped(chrono::sys_seconds instant) {
    const auto earliest = chrono::ceil<chrono::seconds>(WallTime::min());
    const auto latest = chrono::floor<chrono::seconds>(WallTime::max());
    return std::clamp(instant, earliest, latest);
}

}  // namespace

Result<WallTime> asn1_time(const tlv::Element& element) {
    std::string_view text = as_text(element.value);
    int year = 0;
    if (element.tag == asn1::utc_time) {
        year = take(text, 2);
        if (year >= 0) year += year < utc_time_pivot ? 2000 : 1900;
    } else if (element.tag == asn1::generalized_time) {
        year = take(text, 4);
    } else {
        return fail(ErrorCode::malformed);
    }
    const int month = take(text, 2);
    const int day = take(text, 2);
    const int hour = take(text, 2);
    const int minute = take(text, 2);
    const bool has_seconds = !text.empty() && text[0] >= '0' && text[0] <= '9';
    const int second = has_seconds ? take(text, 2) : 0;
    if (has_seconds && element.tag == asn1::generalized_time) skip_fraction(text);
    const auto offset = zone(text);
    if (year < 0 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 59 || !offset) {
        return fail(ErrorCode::malformed);
    }
    const chrono::year_month_day date{chrono::year{year}, chrono::month{static_cast<unsigned>(month)},
                                      chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return fail(ErrorCode::malformed);
    return clamped(chrono::sys_days{date} + chrono::hours{hour} + chrono::minutes{minute} + chrono::seconds{second} -
                   *offset);
}

bool is_cms_time(const tlv::Element& element) {
    const std::size_t digits = element.tag == asn1::utc_time ? 12 : 14;
    const std::string_view text = as_text(element.value);
    return text.size() == digits + 1 && text.back() == 'Z' && asn1_time(element).has_value();
}

}  // namespace fivestar::crypto
