// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/health_route.hpp"

#include "daemon/api/answer.hpp"
#include "daemon/api/json_text.hpp"
#include "daemon/readers/reader_view.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

namespace json = boost::json;

json::object health_json(const HealthReport& report) {
    json::array reasons(report.reasons.begin(), report.reasons.end());
    if (report.pcsc != ServiceState::connected) reasons.emplace_back(fmt::format("pcsc_{}", to_string(report.pcsc)));
    if (report.trust_loading) {
        reasons.emplace_back("trust_loading");
    } else if (report.trust_anchors == 0) {
        reasons.emplace_back("no_trust_anchors");
    }
    if (report.trust_skipped != 0) reasons.emplace_back("trust_files_skipped");
    json::object trust;
    trust.emplace("anchors", report.trust_anchors);
    trust.emplace("skipped", report.trust_skipped);
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
    report.trust_loading = trust.loading;
    report.trust_loaded_at = trust.passports.loaded_at;
    if (trust.unreadable) report.reasons.emplace_back("trust_unreadable");
}

void add_health_route(RouteTable& table, HealthSource source) {
    table.add({.method = Method::get,
               .pattern = "/v1/health",
               .permission = RouteName::health,
               .handler = answering(
                   [source = std::move(source)](const Request&) { return json_response(health_json(source())); })});
}

}  // namespace fivestar::daemon
