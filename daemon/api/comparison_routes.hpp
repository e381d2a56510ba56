// SPDX-License-Identifier: Apache-2.0
// The routes POST /v1/reads/{id}/match and POST /v1/cross-check, which reveal only the results of comparisons.
#pragma once

#include "daemon/api/answer.hpp"
#include "daemon/http/route_table.hpp"
#include "daemon/reads/match_budget.hpp"
#include "daemon/reads/pinyin_loader.hpp"
#include "daemon/reads/read_store.hpp"

#include <chrono>
#include <functional>

#include <boost/asio/awaitable.hpp>

namespace fivestar::daemon {

class ComparisonRoutes {
  public:
    /// `store` must outlive this object. `today` returns the day in the configured time zone.
    ComparisonRoutes(const ReadStore& store, std::function<std::chrono::year_month_day()> today, PinyinLoader pinyin);

    /// This object must outlive the table.
    void add_to(RouteTable& table);

  private:
    [[nodiscard]] boost::asio::awaitable<Answer> match(Request& request);
    [[nodiscard]] boost::asio::awaitable<Answer> cross_check(Request& request);

    const ReadStore& store_;
    const std::function<std::chrono::year_month_day()> today_;
    PinyinLoader pinyin_;
    MatchBudget budget_ = {};
};

}  // namespace fivestar::daemon
