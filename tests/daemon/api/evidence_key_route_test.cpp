// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/evidence_key_route.hpp"

#include "tests/daemon/api/simple_routes.hpp"
#include "tests/daemon/http/served.hpp"

#include <memory>
#include <utility>

#include <boost/json/object.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;
using daemon::RouteTable;

TEST(EvidenceKeyRoute, ShowsThePublicPartOfTheKeyInUse) {
    const TemporaryDirectory directory;
    const auto key = std::make_shared<const daemon::EvidenceKey>(
        daemon::EvidenceKey::create(directory.path() / "evidence.key").value());
    RouteTable with;
    add_evidence_key_route(with, [key] { return key; });
    const Served served{std::move(with)};
    EXPECT_EQ(ask(served, "/v1/evidence-key", 200),
              (json::object{{"algorithm", "ecdsa-sha256"}, {"key", key->id()}, {"public_key", key->public_key_pem()}}));
    RouteTable without;
    add_evidence_key_route(without, [] { return nullptr; });
    const Served keyless{std::move(without)};
    EXPECT_EQ(ask(keyless, "/v1/evidence-key", 404).at("code"), "not_found");
}

}  // namespace
}  // namespace fivestar::test
