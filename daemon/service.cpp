// SPDX-License-Identifier: Apache-2.0
#include "daemon/service.hpp"

#include "daemon/api/event_routes.hpp"
#include "daemon/api/evidence_json.hpp"
#include "daemon/api/key_route.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/reader_json.hpp"

#include <utility>

namespace fivestar::daemon {

Service::Service(boost::asio::io_context& context, ServiceParts parts)
    : registry_(std::move(parts.readers), parts.clock, parts.random),
      hub_(
          context.get_executor(), parts.clock, parts.random,
          [this](const Grants& grants, std::string_view reader) {
              return readers_json(registry_.readers(), grants, reader);
          },
          parts.heartbeat),
      publisher_(hub_, parts.clock),
      reads_(context.get_executor(),
             {.registry = registry_,
              .clock = parts.clock,
              .listener = publisher_,
              .read_card = std::move(parts.read_card),
              .seal_evidence =
                  [key = std::move(parts.evidence_key)](const identity::Evidence& evidence, const FieldSet& fields) {
                      const auto current = key();
                      return seal_evidence(evidence, fields, current.get());
                  },
              .deadline = std::move(parts.deadline)},
             parts.hold, parts.random),
      portraits_(PortraitConverter{std::move(parts.portrait_program)}),
      read_routes_(reads_, portraits_, parts.today, parts.heartbeat),
      comparisons_(reads_.store(), parts.today, {portraits_.executor(), std::move(parts.load_pinyin)}),
      server_(context, {}, routes_, parts.clock, parts.log,
              {.policy = std::move(parts.policy),
               .render_failure = render_failure,
               .on_problem =
                   [tell = std::move(parts.on_problem)](const Request&, const ResponseProblem& problem) {
                       if (tell) tell(problem);
                   },
               .audit = std::move(parts.audit)}) {
    read_routes_.add_to(routes_);
    comparisons_.add_to(routes_);
    add_event_routes(routes_, registry_, hub_);
    add_key_route(routes_, registry_, reads_, publisher_);
}

}  // namespace fivestar::daemon
