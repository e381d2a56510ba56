// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/evidence_key_route.hpp"

#include "daemon/api/answer.hpp"

#include <utility>

#include <boost/json/object.hpp>

namespace fivestar::daemon {

void add_evidence_key_route(RouteTable& table, std::function<std::shared_ptr<const EvidenceKey>()> key) {
    const auto show = [key = std::move(key)](const Request&) -> Answer {
        const auto in_use = key();
        if (in_use == nullptr) {
            return Problem{.code = ProblemCode::not_found,
                           .detail = {"No key for evidence is configured.", "没有配置证据密钥。"}};
        }
        return json_response(
            {{"algorithm", "ecdsa-sha256"}, {"key", in_use->id()}, {"public_key", in_use->public_key_pem()}});
    };
    table.add({.method = Method::get,
               .pattern = "/v1/evidence-key",
               .permission = RouteName::read,
               .handler = answering(show)});
}

}  // namespace fivestar::daemon
