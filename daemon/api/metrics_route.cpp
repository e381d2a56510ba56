#include "daemon/api/metrics_route.hpp"

#include "daemon/metrics/metrics.hpp"

#include <utility>

namespace fivestar::daemon {
namespace {

boost::asio::awaitable<Reply> show(std::string page) {
    co_return Response{.content_type = Metrics::media_type, .body = PersonalText{page}};
}

}  // namespace

void add_metrics_route(RouteTable& table, MetricsSource page) {
    table.add({.method = Method::get,
               .pattern = "/metrics",
               .permission = RouteName::metrics,
               .handler = [page = std::move(page)](Request&) { return show(page()); },
               .produces = {}});
}

}  // namespace fivestar::daemon
