// SPDX-License-Identifier: Apache-2.0
// The route GET /v1/openapi.json: the contract in OpenAPI 3.1, built in from openapi.json.
#pragma once

#include "daemon/http/route_table.hpp"

#include <string_view>

namespace fivestar::daemon {

[[nodiscard]] std::string_view openapi_document();

void add_openapi_route(RouteTable& table);

}  // namespace fivestar::daemon
