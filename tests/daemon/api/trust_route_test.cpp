// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/trust_route.hpp"

#include "crypto/base/text.hpp"
#include "tests/daemon/api/simple_routes.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/vector_file.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;
using daemon::RouteTable;

/// Expected values: `openssl x509 -noout -subject -enddate -fingerprint -sha256` of the same files.
TEST(TrustRoute, ListsAnchorsByCountryAndSkippedFiles) {
    auto store = std::make_shared<crypto::TrustStore>();
    for (const char* name : {"csca_rsa", "csca_expired"}) {
        const Bytes der = test::read_vector_bytes(std::string{"pki/csca/"} + name + ".der");
        store->add_anchor(crypto::Certificate::parse(der).value(), {std::string{name} + ".der", std::nullopt});
    }
    store->add_revocation_list(crypto::RevocationList::parse(test::read_vector_bytes("pki/crl/csca_rsa.der")).value(),
                               "rsa.crl");
    daemon::TrustInUse trust;
    trust.passports.store = store;
    trust.passports.skipped = {{"odd.pem", 2, Reason::malformed}};
    trust.lds_profile.store = std::make_shared<const crypto::TrustStore>();
    const test::ManualClock clock{std::chrono::sys_days{std::chrono::year{2030} / 6 / 1}};
    RouteTable routes;
    add_trust_route(routes, [shared = std::make_shared<const daemon::TrustInUse>(trust)] { return shared; }, clock);
    const Served served{std::move(routes)};
    const json::object listing = ask(served, "/v1/trust", 200);
    EXPECT_EQ(listing.at("loaded_at"), nullptr) << "no directory was read";
    const json::array& anchors = listing.at("anchors").as_array();
    ASSERT_EQ(anchors.size(), 2U);
    EXPECT_EQ(anchors[0].at("country"), "XE");
    EXPECT_EQ(anchors[0].at("subject"), "C=XE, O=Expiria, OU=SPECIMEN, CN=CSCA Expiria");
    EXPECT_EQ(anchors[0].at("expires_at"), "2025-01-01T00:00:00Z");
    EXPECT_EQ(anchors[0].at("expired"), true);
    EXPECT_EQ(anchors[0].at("source"), json::parse(R"({"file": "csca_expired.der", "master_list": null})"));
    EXPECT_EQ(anchors[1].at("country"), "XU");
    EXPECT_EQ(anchors[1].at("expired"), false);
    const auto facts = test::read_vectors("pki/facts.vec");
    EXPECT_EQ(anchors[1].at("fingerprint").as_string(),
              to_hex(test::group(facts, "csca/csca_rsa").bytes("fingerprint")));
    EXPECT_EQ(listing.at("revocation_lists"), json::parse(R"([{"file": "rsa.crl", "country": "XU",
        "issuer": "C=XU, O=Utopia, OU=SPECIMEN, CN=CSCA Utopia", "this_update": "2026-01-01T00:00:00Z",
        "next_update": "2046-01-01T00:00:00Z", "current": true, "revoked": 1}])"));
    EXPECT_EQ(listing.at("skipped"), json::parse(R"([{"file": "odd.pem", "entry": 2, "reason": "malformed"}])"));
    EXPECT_EQ(listing.at("master_lists"), json::array{});
}

/// Root always has the route: tests/e2e/policy_test.py asks as root and as others.
TEST(TrustRoute, NeedsAGrantOfItsOwn) {
    RouteTable routes;
    const SystemClock clock;
    add_trust_route(routes, [] { return std::make_shared<const daemon::TrustInUse>(); }, clock);
    ASSERT_EQ(routes.routes().size(), 1U);
    EXPECT_EQ(routes.routes().front().permission, daemon::RouteName::trust);
}

}  // namespace
}  // namespace fivestar::test
