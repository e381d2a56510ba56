// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/openapi_route.hpp"

#include "daemon/api/answer.hpp"

namespace fivestar::daemon {

void add_openapi_route(RouteTable& table) {
    table.add({.method = Method::get,
               .pattern = "/v1/openapi.json",
               .permission = RouteName::openapi,
               .handler = answering([](const Request&) {
                   return Response{.content_type = "application/json", .body = Utf8Text{openapi_document()}};
               })});
}

}  // namespace fivestar::daemon
