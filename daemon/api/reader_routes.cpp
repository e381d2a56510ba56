// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/reader_routes.hpp"

#include "daemon/api/answer.hpp"
#include "daemon/api/reader_json.hpp"

#include <optional>
#include <string>

#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

Response list_readers(const ReaderRegistry& registry, const Request& request) {
    json::object answer;
    answer.emplace("readers", readers_json(registry.readers(), request.grants()));
    return json_response(answer);
}

Answer show_reader(const ReaderRegistry& registry, const Request& request) {
    const std::string_view id = request.parameter("id");
    const std::optional<ReaderView> reader = registry.reader(id);
    if (!reader || !request.grants().allows_reader(reader->id, reader->name)) {
        return Problem{.code = ProblemCode::no_such_reader, .reader = std::string{id}};
    }
    return json_response(reader_json(*reader));
}

}  // namespace

void add_reader_routes(RouteTable& table, const ReaderRegistry& registry) {
    table.add({.method = Method::get,
               .pattern = "/v1/readers",
               .permission = RouteName::readers,
               .handler = answering([&registry](const Request& request) { return list_readers(registry, request); })});
    table.add({.method = Method::get,
               .pattern = "/v1/readers/{id}",
               .permission = RouteName::readers,
               .handler = answering([&registry](const Request& request) { return show_reader(registry, request); })});
}

}  // namespace fivestar::daemon
