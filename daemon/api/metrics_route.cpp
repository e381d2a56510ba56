// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/metrics_route.hpp"

#include "daemon/api/answer.hpp"
#include "daemon/metrics/metrics.hpp"

#include <utility>

namespace fivestar::daemon {

void add_metrics_route(RouteTable& table, MetricsSource page) {
    table.add({.method = Method::get,
               .pattern = "/metrics",
               .permission = RouteName::metrics,
               .handler = answering([page = std::move(page)](const Request&) {
                   return Response{.content_type = Metrics::media_type, .body = Utf8Text{page()}};
               }),
               .produces = {}});
}

}  // namespace fivestar::daemon
