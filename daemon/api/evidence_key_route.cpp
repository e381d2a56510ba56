#include "daemon/api/evidence_key_route.hpp"

#include "daemon/api/json_text.hpp"

#include <utility>

#include <boost/json/object.hpp>

namespace fivestar::daemon {

void add_evidence_key_route(RouteTable& table, std::function<std::shared_ptr<const EvidenceKey>()> key) {
    const auto show = [key = std::move(key)](Request&) -> boost::asio::awaitable<Reply> {
        const auto in_use = key();
        if (in_use == nullptr) {
            co_return Reply{Problem{.code = ProblemCode::not_found,
                                    .detail = {"No key for evidence is configured.", "没有配置证据密钥。"}}};
        }
        co_return json_response(
            {{"algorithm", "ecdsa-sha256"}, {"key", in_use->id()}, {"public_key", in_use->public_key_pem()}});
    };
    // Who may ask for evidence may know by whom it is signed.
    table.add({.method = Method::get, .pattern = "/v1/evidence-key", .permission = RouteName::read, .handler = show});
}

}  // namespace fivestar::daemon
