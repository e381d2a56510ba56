// SPDX-License-Identifier: Apache-2.0
// The contract, and every route that it describes.
#include "daemon/api/openapi_route.hpp"

#include "daemon/api/diagnosis_route.hpp"
#include "daemon/api/evidence_key_route.hpp"
#include "daemon/api/health_route.hpp"
#include "daemon/api/metrics_route.hpp"
#include "daemon/api/number_route.hpp"
#include "daemon/api/reader_routes.hpp"
#include "daemon/api/trust_route.hpp"
#include "daemon/api/whoami_route.hpp"
#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/simple_routes.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/policy/field_paths.hpp"

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;
using daemon::Method;
using daemon::ProblemCode;
using daemon::RouteName;
using daemon::RouteTable;

json::object contract() {
    return json::parse({daemon::openapi_document().data(), daemon::openapi_document().size()}).as_object();
}

TEST(Contract, IsServedUnchanged) {
    RouteTable routes;
    add_openapi_route(routes);
    const Served served{std::move(routes)};
    EXPECT_EQ(ask(served, "/v1/openapi.json", 200), contract());
}

TEST(Contract, ListsTheReasonsOfComparisons) {
    const json::value listed =
        json::value(contract()).at_pointer("/components/schemas/Comparison/properties/reason/x-extensible-enum");
    std::size_t reasons = 0;
    for (const json::value& name : listed.as_array()) {
        EXPECT_TRUE(reason_by_name(std::string_view{name.as_string()})) << name;
        ++reasons;
    }
    EXPECT_EQ(reasons, 20U);
}

TEST(Contract, ExplainsEveryReasonOfAnyCheck) {
    const json::object document = contract();
    const json::value& finding = document.at("components").at("schemas").at("Finding");
    json::array reasons;
    for (const Reason reason : all_reasons()) {
        if (class_of(reason) != ReasonClass::other) reasons.emplace_back(to_string(reason));
    }
    EXPECT_EQ(finding.at("x-extensible-enum"), reasons);
}

std::string_view lower_case_name(Method method) {
    switch (method) {
        case Method::get:
            return "get";
        case Method::post:
            return "post";
        case Method::put:
            return "put";
        default:
            return "delete";
    }
}

/// Every route of the daemon. The references must outlive the table.
RouteTable all_routes(const ApiFixture& api, const Clock& clock) {
    RouteTable routes = api.routes();
    add_reader_routes(routes, api.registry());
    add_health_route(routes, [] { return daemon::HealthReport{}; });
    add_trust_route(routes, [] { return std::make_shared<const daemon::TrustInUse>(); }, clock);
    add_whoami_route(routes);
    add_evidence_key_route(routes, [] { return nullptr; });
    add_number_route(routes, [] { return std::chrono::year_month_day{}; });
    add_diagnosis_route(routes, [] { return diagnosis::Diagnosis{}; });
    add_metrics_route(routes, [] { return std::string{}; });
    add_openapi_route(routes);
    return routes;
}

/// Every route against every permission: what the one that it names lets in, and no other.
TEST(Grants, OpenExactlyTheirRoutes) {
    const ApiFixture api;
    const SystemClock clock;
    RouteTable doors;  // the daemon's, with nothing behind them
    const RouteTable real = all_routes(api, clock);
    for (daemon::Route route : real.routes()) {
        route.handler = [](daemon::Request&) -> boost::asio::awaitable<daemon::Reply> {
            co_return daemon::Response{.status = 204};
        };
        doors.add(std::move(route));
    }
    Served served{doors};
    for (std::size_t index = 0; index < daemon::route_name_count; ++index) {
        const auto granted = static_cast<RouteName>(index);
        daemon::ClientRule rule{.name = "desk", .who = daemon::UserRule{::geteuid()}};
        rule.grants.routes = {granted};
        served.set_policy(std::make_shared<const daemon::Policy>(std::vector{rule}, ::geteuid(), 1'000'000U));
        for (const daemon::Route& route : doors.routes()) {
            std::string path{route.pattern};
            if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "x");
            std::string method{lower_case_name(route.method)};
            for (char& c : method) c = static_cast<char>(c - 'a' + 'A');
            RawClient client{served.socket()};
            const auto answer = client.ask(method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            ASSERT_TRUE(answer.has_value());
            const bool roots = ::geteuid() == 0 && daemon::RouteSet::of_root().contains(route.permission);
            EXPECT_EQ(answer->status, route.permission == granted || roots ? 204U : 403U)
                << method << ' ' << path << " with " << to_string(granted);
        }
    }
}

TEST(Contract, DescribesExactlyTheRoutes) {
    const ApiFixture api;
    const SystemClock clock;
    const RouteTable routes = all_routes(api, clock);
    std::set<std::string> served;
    for (const daemon::Route& route : routes.routes()) {
        served.insert(std::string{lower_case_name(route.method)} + ' ' + std::string{route.pattern} + ' ' +
                      std::string{to_string(route.permission)});
    }
    std::set<std::string> described;
    const json::object document = contract();
    const json::object& paths = document.at("paths").as_object();
    for (const auto& path : paths) {
        const json::object& operations = path.value().as_object();
        for (const auto& operation : operations) {
            if (operation.key() == "parameters") continue;
            described.insert(std::string{operation.key()} + ' ' + std::string{path.key()} + ' ' +
                             std::string{operation.value().at("x-permission").as_string()});
        }
    }
    EXPECT_EQ(served, described);
}

TEST(Contract, DescribesEveryProblemAndPermission) {
    const json::object document = contract();
    const json::value& problem = document.at("components").at("schemas").at("Problem").at("properties");
    json::array codes;
    std::set<unsigned> statuses;
    for (auto code = ProblemCode{}; code <= ProblemCode::shutting_down;
         code = static_cast<ProblemCode>(static_cast<int>(code) + 1)) {
        codes.emplace_back(to_string(code));
        statuses.insert(status_of(code));
    }
    EXPECT_EQ(problem.at("code").at("x-extensible-enum"), codes);
    EXPECT_EQ(problem.at("status").at("x-extensible-enum"), json::array(statuses.begin(), statuses.end()));
    json::array permissions;
    for (std::size_t index = 0; index < daemon::route_name_count; ++index) {
        permissions.emplace_back(to_string(static_cast<RouteName>(index)));
    }
    EXPECT_EQ(document.at("components")
                  .at("schemas")
                  .at("WhoAmI")
                  .at("properties")
                  .at("routes")
                  .at("items")
                  .at("x-extensible-enum"),
              permissions);
}

/// True if the schema of the record has the member at this path.
bool has_member(const json::object& schemas, std::string_view path) {
    const json::value* schema = &schemas.at("Record");
    while (true) {
        const json::value* reference = schema;
        if (const auto* choices = schema->as_object().if_contains("oneOf")) reference = &choices->as_array().at(0);
        if (const auto* name = reference->as_object().if_contains("$ref")) {
            const std::string_view target{name->as_string().data(), name->as_string().size()};
            schema = &schemas.at(target.substr(target.rfind('/') + 1));
            continue;
        }
        if (path.empty()) return true;
        const auto dot = std::min(path.find('.'), path.size());
        const auto* properties = schema->as_object().if_contains("properties");
        if (properties == nullptr || !properties->as_object().contains(path.substr(0, dot))) return false;
        schema = &properties->at(path.substr(0, dot));
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
}

TEST(Contract, DescribesEveryFieldThatCanBeGranted) {
    const json::object document = contract();
    const json::object& schemas = document.at("components").at("schemas").as_object();
    for (const std::string_view field : field_paths()) {
        if (field == "verification" || field == "evidence") continue;  // beside the record
        EXPECT_TRUE(has_member(schemas, field)) << field;
    }
    EXPECT_FALSE(has_member(schemas, "holder.shoe_size"));
}

}  // namespace
}  // namespace fivestar::test
