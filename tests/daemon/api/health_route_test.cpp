// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/health_route.hpp"

#include "tests/daemon/api/simple_routes.hpp"
#include "tests/daemon/http/served.hpp"

#include <chrono>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;
using daemon::RouteTable;

TEST(HealthRoute, NamesTheReasons) {
    daemon::HealthReport report{.version = "1.2.3",
                                .readers = 2,
                                .trust_anchors = 5,
                                .trust_loaded_at = WallTime{std::chrono::seconds{1767225599}}};
    RouteTable routes;
    add_health_route(routes, [&report] { return report; });
    Served served{std::move(routes)};
    EXPECT_EQ(ask(served, "/v1/health", 200),
              json::parse(R"({"status": "ok", "reasons": [], "version": "1.2.3", "pcsc": "connected", "readers": 2,
                              "trust": {"anchors": 5, "skipped": 0, "lists_of_unknown_issuers": 0,
                                        "loaded_at": "2025-12-31T23:59:59Z"}})"));
    served.run([&] {
        report.pcsc = daemon::ServiceState::denied;
        report.trust_anchors = 0;
        report.trust_skipped = 1;
        report.lists_of_unknown_issuers = 3;
        report.reasons = {"something_else", "pcsc_denied", "no_trust_anchors", "trust_files_skipped"};
    });
    EXPECT_EQ(ask(served, "/v1/health", 200), json::parse(R"({"status": "degraded",
                              "reasons": ["something_else", "pcsc_denied", "no_trust_anchors", "trust_files_skipped"],
                              "version": "1.2.3", "pcsc": "denied", "readers": 2,
                              "trust": {"anchors": 0, "skipped": 1, "lists_of_unknown_issuers": 3, "loaded_at": "2025-12-31T23:59:59Z"}})"));
    served.run([&] { report = {.reasons = {"trust_loading"}}; });
    const json::object loading = ask(served, "/v1/health", 200);
    EXPECT_EQ(loading.at("reasons"), json::array{"trust_loading"});
    EXPECT_EQ(loading.at("trust").at("loaded_at"), nullptr);
    served.run([&] { report = {.reasons = {"trust_unreadable", "no_trust_anchors"}}; });
    const json::object unreadable = ask(served, "/v1/health", 200);
    EXPECT_EQ(unreadable.at("reasons"), (json::array{"trust_unreadable", "no_trust_anchors"}));
    EXPECT_EQ(unreadable.at("trust").at("loaded_at"), nullptr);
}

}  // namespace
}  // namespace fivestar::test
