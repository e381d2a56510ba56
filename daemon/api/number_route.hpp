// SPDX-License-Identifier: Apache-2.0
// The route POST /v1/number: decodes and checks the number of a Chinese identity card without the card.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/http/route_table.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <string_view>

namespace fivestar::daemon {

/// Parses `{"number": "…"}`; `bad_request` for any other body.
[[nodiscard]] std::expected<PersonalText, Problem> parse_number_request(std::string_view body);

/// `today` returns the current day; a later birth date is a fault.
void add_number_route(RouteTable& table, std::function<std::chrono::year_month_day()> today);

}  // namespace fivestar::daemon
