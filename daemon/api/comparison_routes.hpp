// SPDX-License-Identifier: Apache-2.0
// The routes POST /v1/reads/{id}/match and POST /v1/cross-check, which reveal only the results of comparisons.
#pragma once

#include "daemon/api/answer.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/reads/match_budget.hpp"
#include "daemon/reads/read_store.hpp"

#include <chrono>
#include <functional>

namespace fivestar::daemon {

class ComparisonRoutes {
  public:
    /// `store` must outlive this object. `today` returns the day in the configured time zone.
    ComparisonRoutes(const ReadStore& store, std::function<std::chrono::year_month_day()> today);

    /// This object must outlive the table.
    void add_to(RouteTable& table);

  private:
    [[nodiscard]] Answer match(Request& request);
    [[nodiscard]] Answer cross_check(Request& request) const;

    const ReadStore& store_;
    const std::function<std::chrono::year_month_day()> today_;
    MatchBudget budget_ = {};
};

}  // namespace fivestar::daemon
