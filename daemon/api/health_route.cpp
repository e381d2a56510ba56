// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/health_route.hpp"

#include "daemon/api/answer.hpp"
#include "daemon/api/json_text.hpp"
#include "daemon/readers/reader_view.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

json::object health_json(const HealthReport& report) {
    json::array reasons(report.reasons.begin(), report.reasons.end());
    json::object trust;
    trust.emplace("anchors", report.trust_anchors);
    trust.emplace("skipped", report.trust_skipped);
    trust.emplace("lists_of_unknown_issuers", report.lists_of_unknown_issuers);
    trust.emplace("loaded_at", instant_or_null(report.trust_loaded_at));
    json::object health;
    health.emplace("status", reasons.empty() ? "ok" : "degraded");
    health.emplace("reasons", std::move(reasons));
    health.emplace("version", report.version);
    health.emplace("pcsc", to_string(report.pcsc));
    health.emplace("readers", report.readers);
    health.emplace("trust", std::move(trust));
    return health;
}

}  // namespace

void describe_trust(const TrustInUse& trust, HealthReport& report) {
    report.trust_anchors = trust.passports.anchors;
    report.trust_skipped = trust.unusable_files();
    report.lists_of_unknown_issuers = trust.lists_of_unknown_issuers();
    report.trust_loaded_at = trust.passports.loaded_at;
}

void add_health_route(RouteTable& table, HealthSource source) {
    table.add({.method = Method::get,
               .pattern = "/v1/health",
               .permission = RouteName::health,
               .handler = answering(
                   [source = std::move(source)](const Request&) { return json_response(health_json(source())); })});
}

}  // namespace fivestar::daemon
