// POST /v1/number: a number of an identity card issued in China, taken apart and checked without a card.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/http/route_table.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <string_view>

namespace fivestar::daemon {

/// The number of `{"number": "…"}`; `bad_request` for any other body.
[[nodiscard]] std::expected<PersonalText, Problem> parse_number_request(std::string_view body);

/// `today`: a birth date after it is a fault.
void add_number_route(RouteTable& table, std::function<std::chrono::year_month_day()> today);

}  // namespace fivestar::daemon
