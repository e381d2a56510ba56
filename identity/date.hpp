// SPDX-License-Identifier: Apache-2.0
// Dates as documents write them. Every reader of one gives nullopt for what is no day of the calendar.
#pragma once

#include "crypto/base/bytes.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace fivestar::identity {

using Date = std::chrono::year_month_day;

/// `YYYYMMDD`.
[[nodiscard]] std::optional<Date> parse_date(std::string_view digits);

/// `YYYYMMDD` as eight characters, or as four octets of binary-coded decimal: both occur in DG11 and DG12.
[[nodiscard]] std::optional<Date> parse_date_octets(ByteView octets);

/// `YYMMDD` of a birth: the latest such day that is not after `today`.
[[nodiscard]] std::optional<Date> parse_birth_date(std::string_view digits, Date today);

/// The day of `assumed` in the century of `printed`, an incomplete date that begins with a year of four digits. nullopt
/// if it does not, or if it is another year of its century.
[[nodiscard]] std::optional<Date> with_stated_century(Date assumed, std::string_view printed);

/// Returns true for `YYMMDD` of a day in the 20th or the 21st century, and if fillers (`<`) stand for unknown digits.
[[nodiscard]] bool is_printed_date(std::string_view text);

/// `YYMMDD` of an expiry: the such day nearest to `today`.
[[nodiscard]] std::optional<Date> parse_expiry_date(std::string_view digits, Date today);

}  // namespace fivestar::identity
