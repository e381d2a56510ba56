#include "daemon/api/openapi_route.hpp"

namespace fivestar::daemon {
namespace {

boost::asio::awaitable<Reply> show_document(const Request&) {
    co_return Response{.content_type = "application/json", .body = PersonalText{openapi_document()}};
}

}  // namespace

void add_openapi_route(RouteTable& table) {
    table.add({.method = Method::get,
               .pattern = "/v1/openapi.json",
               .permission = RouteName::openapi,
               .handler = show_document});
}

}  // namespace fivestar::daemon
