// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/whoami_route.hpp"

#include "daemon/api/answer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

Response show_caller(const Request& request) {
    const Caller& caller = request.caller;
    json::array routes;
    for (std::size_t index = 0; index < route_name_count; ++index) {
        const auto name = static_cast<RouteName>(index);
        if (caller.grants->allows(name)) routes.emplace_back(to_string(name));
    }
    json::object answer;
    answer.emplace("client", caller.client);
    answer.emplace("uid", caller.peer.uid);
    answer.emplace("gid", caller.peer.gid);
    answer.emplace("fields", json::array(caller.grants->field_paths.begin(), caller.grants->field_paths.end()));
    answer.emplace("readers", json::array(caller.grants->reader_globs.begin(), caller.grants->reader_globs.end()));
    if (caller.grants->documents) {
        answer.emplace("documents", json::array(caller.grants->documents->begin(), caller.grants->documents->end()));
    }
    answer.emplace("routes", std::move(routes));
    return json_response(answer);
}

}  // namespace

void add_whoami_route(RouteTable& table) {
    table.add({.method = Method::get,
               .pattern = "/v1/whoami",
               .permission = RouteName::whoami,
               .handler = answering(show_caller)});
}

}  // namespace fivestar::daemon
