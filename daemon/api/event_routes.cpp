// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/event_routes.hpp"

#include "daemon/api/answer.hpp"

#include <utility>

namespace fivestar::daemon {
namespace {

Answer get_events(const Request& request, const ReaderRegistry& registry, EventHub& hub) {
    Subscriber subscriber{.client = request.caller.client, .grants = request.caller.grants};
    if (const auto id = request.message.query_value("reader")) {
        const auto reader = registry.reader(*id);
        if (!reader || !request.grants().allows_reader(reader->id, reader->name)) {
            return Problem{.code = ProblemCode::no_such_reader};
        }
        subscriber.reader = reader->id;
    }
    subscriber.last_event_id = request.message.header("Last-Event-ID").value_or("");
    subscriber.ended = request.link.ended();
    return StreamWriter{
        [&hub, subscriber = std::move(subscriber)](EventStream& stream) { return hub.serve(stream, subscriber); }};
}

}  // namespace

void add_event_routes(RouteTable& table, const ReaderRegistry& registry, EventHub& hub) {
    table.add(
        {.method = Method::get,
         .pattern = "/v1/events",
         .permission = RouteName::events,
         .handler = answering([&registry, &hub](const Request& request) { return get_events(request, registry, hub); }),
         .produces = {"text/event-stream"},
         .parameters = {"reader"}});
}

}  // namespace fivestar::daemon
