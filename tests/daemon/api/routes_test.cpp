// SPDX-License-Identifier: Apache-2.0
// The simple routes, asked over a real socket, and the contract that describes all of them.
#include "crypto/base/text.hpp"
#include "daemon/api/diagnosis_route.hpp"
#include "daemon/api/event_routes.hpp"
#include "daemon/api/evidence_key_route.hpp"
#include "daemon/api/health_route.hpp"
#include "daemon/api/metrics_route.hpp"
#include "daemon/api/number_route.hpp"
#include "daemon/api/openapi_route.hpp"
#include "daemon/api/reader_json.hpp"
#include "daemon/api/reader_routes.hpp"
#include "daemon/api/trust_route.hpp"
#include "daemon/api/whoami_route.hpp"
#include "daemon/readers/embedded_source.hpp"
#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"
#include "tests/daemon/policy/field_paths.hpp"
#include "tests/daemon/readers/test_card.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/vector_file.hpp"

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;
using daemon::Method;
using daemon::ProblemCode;
using daemon::RouteName;
using daemon::RouteTable;

json::object ask(const Served& served, const std::string& path, unsigned status) {
    RawClient client{served.socket()};
    const auto answer = client.ask("GET " + path + " HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(answer);
    if (!answer) return {};
    EXPECT_EQ(answer->status, status);
    return json::parse(answer->body).as_object();
}

/// The caller may do everything, with these readers alone.
std::shared_ptr<const daemon::Policy> policy_for_readers(std::vector<std::string> globs) {
    daemon::ClientRule rule{.name = "desk", .who = daemon::UserRule{::geteuid()}};
    rule.grants = daemon::Grants::everything();
    rule.grants.reader_globs = std::move(globs);
    rule.grants.field_paths = {"holder.names", "holder.over_18"};
    rule.grants.routes = {RouteName::readers, RouteName::read, RouteName::whoami};
    return std::make_shared<const daemon::Policy>(std::vector{std::move(rule)}, ::geteuid(), 1000U);
}

class ReaderRoutes : public testing::Test {
  protected:
    ReaderRoutes() {
        registry_.start();
        add_reader_routes(routes_, registry_);
        add_whoami_route(routes_);
    }

    /// Waits until the reader shows a card, or none; false if it takes too long.
    bool shows_card(const std::string& reader, bool card) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
        while (std::chrono::steady_clock::now() < end) {
            const auto view = registry_.reader(reader);
            if (view && view->card.has_value() == card) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
        return false;
    }

    SystemClock clock_;
    SystemRandom random_;
    std::shared_ptr<daemon::EmbeddedSource> source_ =
        std::make_shared<daemon::EmbeddedSource>(std::vector<std::string>{"front desk", "back-desk"});
    daemon::ReaderRegistry registry_{source_, clock_, random_};
    RouteTable routes_;
};

TEST_F(ReaderRoutes, ListGrantedReaders) {
    const Served all{routes_};
    EXPECT_EQ(ask(all, "/v1/readers", 200), json::parse(R"({"readers": [
                  {"id": "back-desk", "name": "back-desk", "interface": "contactless", "state": "empty"},
                  {"id": "front desk", "name": "front desk", "interface": "contactless", "state": "empty"}]})"));
    const Served one{routes_, {}, policy_for_readers({"front*"})};
    EXPECT_EQ(ask(one, "/v1/readers", 200), json::parse(R"({"readers": [
                  {"id": "front desk", "name": "front desk", "interface": "contactless", "state": "empty"}]})"));
}

TEST_F(ReaderRoutes, ListPresentReadersForEachClient) {
    const auto in_list = [](const json::object& answer) {
        std::vector<std::string> shown;
        const json::array& readers = answer.at("readers").as_array();
        for (const json::value& reader : readers) {
            std::string& text = shown.emplace_back(reader.at("id").as_string());
            text.append(" ").append(reader.at("state").as_string());
        }
        return shown;
    };
    Served served{routes_};
    const auto everything = open_policy();
    const auto front = policy_for_readers({"front*"});
    const auto expect = [&](const char* state) {
        for (int time = 0; time < 2; ++time) {
            served.set_policy(everything);
            EXPECT_THAT(in_list(ask(served, "/v1/readers", 200)),
                        testing::ElementsAre("back-desk empty", "front desk " + std::string{state}));
            served.set_policy(front);
            EXPECT_THAT(in_list(ask(served, "/v1/readers", 200)),
                        testing::ElementsAre("front desk " + std::string{state}));
        }
    };
    expect("empty");
    source_->insert("front desk", test::passport());
    ASSERT_TRUE(shows_card("front desk", true));
    expect("card");
    const auto card = [&] {
        served.set_policy(front);
        return ask(served, "/v1/readers", 200).at("readers").at(0).at("card").at("id");
    };
    const json::value first = card();
    source_->remove("front desk");
    ASSERT_TRUE(shows_card("front desk", false));
    expect("empty");
    source_->insert("front desk", test::passport());
    ASSERT_TRUE(shows_card("front desk", true));
    EXPECT_NE(card(), first) << "another insertion is another card";
}

TEST(ReaderJson, NamesTheKeysOfACardIfTheyAreKnown) {
    const auto keys_of = [](daemon::CardView card) {
        const daemon::ReaderView reader{.id = "r", .name = "R", .card = std::move(card)};
        const json::object object = daemon::reader_json(reader).at("card").as_object();
        return object.contains("access_keys") ? json::serialize(object.at("access_keys")) : "absent";
    };
    EXPECT_EQ(keys_of({.id = "c", .kind = daemon::CardKind::emrtd}), R"(["mrz"])");
    EXPECT_EQ(keys_of({.id = "c", .kind = daemon::CardKind::emrtd, .offers_pace = true}), R"(["mrz","can"])");
    EXPECT_EQ(keys_of({.id = "c", .kind = daemon::CardKind::cn_id_sam}), "[]");
    EXPECT_EQ(keys_of({.id = "c", .kind = daemon::CardKind::unknown}), "absent");
}

TEST_F(ReaderRoutes, ShowOneReaderIfItIsGranted) {
    const Served served{routes_, {}, policy_for_readers({"front*"})};
    EXPECT_EQ(ask(served, "/v1/readers/front%20desk", 200).at("id"), "front desk");
    const json::object not_granted = ask(served, "/v1/readers/back-desk", 404);
    EXPECT_EQ(not_granted.at("code"), "no_such_reader");
    json::object unknown = ask(served, "/v1/readers/nothing-1", 404);
    unknown["reader"] = "back-desk";
    EXPECT_EQ(unknown, not_granted) << "a reader that is not granted looks like one that is not there";
}

TEST_F(ReaderRoutes, WhoamiShowsTheGrants) {
    const Served served{routes_, {}, policy_for_readers({"front*"})};
    json::object expected = json::parse(R"({"client": "desk", "fields": ["holder.names", "holder.over_18"],
                                            "readers": ["front*"]})")
                                .as_object();
    expected["uid"] = ::geteuid();
    expected["gid"] = ::getegid();
    expected["routes"] = ::geteuid() == 0 ? json::array{"health", "readers", "read", "whoami", "diagnosis", "metrics"}
                                          : json::array{"readers", "read", "whoami"};
    EXPECT_EQ(ask(served, "/v1/whoami", 200), expected);
}

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
                              "trust": {"anchors": 5, "skipped": 0, "loaded_at": "2025-12-31T23:59:59Z"}})"));
    served.run([&] {
        report.pcsc = daemon::ServiceState::denied;
        report.trust_anchors = 0;
        report.trust_skipped = 1;
        report.reasons = {"something_else"};
    });
    EXPECT_EQ(ask(served, "/v1/health", 200), json::parse(R"({"status": "degraded",
                              "reasons": ["something_else", "pcsc_denied", "no_trust_anchors", "trust_files_skipped"],
                              "version": "1.2.3", "pcsc": "denied", "readers": 2,
                              "trust": {"anchors": 0, "skipped": 1, "loaded_at": "2025-12-31T23:59:59Z"}})"));
    served.run([&] { report = {.trust_loading = true}; });
    const json::object loading = ask(served, "/v1/health", 200);
    EXPECT_EQ(loading.at("reasons"), json::array{"trust_loading"});
    EXPECT_EQ(loading.at("trust").at("loaded_at"), nullptr);
    served.run([&] { report = {.reasons = {"trust_unreadable"}}; });
    const json::object unreadable = ask(served, "/v1/health", 200);
    EXPECT_EQ(unreadable.at("reasons"), (json::array{"trust_unreadable", "no_trust_anchors"}));
    EXPECT_EQ(unreadable.at("trust").at("loaded_at"), nullptr);
}

TEST(DiagnosisRoute, NamesCausesInTheLanguageOfTheClient) {
    RouteTable routes;
    add_diagnosis_route(routes, [] {
        return diagnosis::Diagnosis{
            .findings = {{diagnosis::Cause::pcscd_denied}, {diagnosis::Cause::pcscd_open, "/run/pcscd/pcscd.comm"}},
            .not_examined = {diagnosis::Cause::pcscd_logs_exchanges}};
    });
    const Served served{std::move(routes)};
    const auto answer = ask(served, "/v1/diagnosis", 200);
    EXPECT_EQ(answer.at("not_examined"), json::array{"pcscd_logs_exchanges"});
    const json::array findings = answer.at("findings").as_array();
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].at("code"), "pcscd_denied");
    EXPECT_EQ(findings[0].at("title"), "pcscd refuses the daemon's user.");
    EXPECT_EQ(findings[1].at("severity"), "warning");
    EXPECT_EQ(findings[1].at("detail"), "/run/pcscd/pcscd.comm");
    RawClient client{served.socket()};
    const auto chinese = client.ask("GET /v1/diagnosis HTTP/1.1\r\nAccept-Language: zh-CN\r\n\r\n");
    ASSERT_TRUE(chinese);
    EXPECT_THAT(chinese->head + chinese->body, testing::HasSubstr("pcscd 拒绝守护进程的用户。"));
}

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

TEST(TrustRoute, NeedsAGrantOfItsOwn) {
    RouteTable routes;
    const SystemClock clock;
    add_trust_route(routes, [] { return std::make_shared<const daemon::TrustInUse>(); }, clock);
    const Served served{std::move(routes), {}, policy_for_readers({"*"})};
    EXPECT_EQ(ask(served, "/v1/trust", 403).at("code"), "not_granted");
}

JsonAnswer check_number(const Served& served, const std::string& body) {
    RawClient client{served.socket()};
    const auto answer =
        client.ask("POST /v1/number HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    EXPECT_TRUE(answer);
    if (!answer) return {};
    return {.status = answer->status, .head = answer->head, .body = json::parse(answer->body)};
}

class NumberRoute : public testing::Test {
  protected:
    NumberRoute() {
        add_number_route(routes_, [] { return std::chrono::year{2026} / 6 / 15; });
    }
    RouteTable routes_;
};

TEST_F(NumberRoute, DecodesANumber) {
    const Served served{routes_};
    EXPECT_EQ(check_number(served, R"({"number": "931586198001010028"})").body, json::parse(R"({
        "kind": "permanent_resident_18", "valid": true, "faults": [],
        "acceptance_place": {"code": "31", "zh": "上海市", "en": "Shanghai"}, "registration_place": null,
        "first_nationality": "PAK", "birth_date": "1980-01-01", "birth_date_printed": null, "sequence": "002",
        "sex": "female", "number_masked": "9315…0028"})"));
    EXPECT_EQ(check_number(served, R"({"number": " pak310080010103 "})").body, json::parse(R"({
        "kind": "permanent_resident_15", "valid": true, "faults": [],
        "acceptance_place": {"code": "31", "zh": "上海市", "en": "Shanghai"}, "registration_place": null,
        "first_nationality": "PAK", "birth_date": null, "birth_date_printed": "800101", "sequence": "0",
        "sex": null, "number_masked": "PAK3…0103"})"));
}

TEST_F(NumberRoute, NamesFaults) {
    const Served served{routes_};
    const auto faults = [&](const std::string& number) {
        const JsonAnswer answer = check_number(served, json::serialize(json::object{{"number", number}}));
        EXPECT_EQ(answer.status, 200U);
        EXPECT_EQ(answer.body.at("valid"), false);
        return answer.body.at("faults");
    };
    EXPECT_EQ(faults("931586198001010029"), json::array{"check_digit"});
    EXPECT_EQ(faults("931586202606160028"), json::array{"birth_date"});  // tomorrow
    EXPECT_EQ(faults("110105491231002"), json::array{"kind"});
    EXPECT_EQ(faults(""), json::array{"length"});
    EXPECT_EQ(faults(std::string(4096, '1')), json::array{"length"});
}

TEST_F(NumberRoute, RefusesOtherBodies) {
    const Served served{routes_};
    for (const char* body :
         {"", "{}", "[]", "1", R"({"number": 931586198001010028})", R"({"number": null})",
          R"({"number": "1", "more": 1})", R"({"number": "1", "number": "2"})", R"({"number": "1")"}) {
        const JsonAnswer answer = check_number(served, body);
        EXPECT_EQ(answer.status, 400U) << body;
        EXPECT_EQ(answer.code(), "bad_request") << body;
    }
}

TEST_F(NumberRoute, NeedsItsGrant) {
    const Served served{routes_, {}, policy_for_readers({"*"})};
    EXPECT_EQ(check_number(served, R"({"number": "931586198001010028"})").code(), "not_granted");
}

TEST_F(NumberRoute, LogsNoNumber) {
    Served served{routes_};
    ASSERT_EQ(check_number(served, R"({"number": "931586198001010028"})").status, 200U);
    ASSERT_EQ(check_number(served, R"({"number": "931586198001010028", "more": 1})").status, 400U);
    served.stop();
    const auto lines = served.log().lines();
    for (const std::string& line : lines) EXPECT_EQ(line.find("931586"), std::string::npos) << line;
}

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

// --- the contract

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
        json::value(contract()).at_pointer("/components/schemas/Comparison/properties/reason/enum");
    std::size_t reasons = 0;
    for (const json::value& name : listed.as_array()) {
        if (name.is_null()) continue;
        EXPECT_TRUE(reason_by_name(std::string_view{name.as_string()})) << name;
        ++reasons;
    }
    EXPECT_EQ(reasons, 20U);
}

std::string_view lower_case_name(Method method) {
    return method == Method::get ? "get" : method == Method::post ? "post" : "delete";
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
            const auto answer = client.ask(method + ' ' + path + " HTTP/1.1\r\n\r\n");
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
    EXPECT_EQ(problem.at("code").at("enum"), codes);
    EXPECT_EQ(problem.at("status").at("enum"), json::array(statuses.begin(), statuses.end()));
    json::array permissions;
    for (std::size_t index = 0; index < daemon::route_name_count; ++index) {
        permissions.emplace_back(to_string(static_cast<RouteName>(index)));
    }
    EXPECT_EQ(document.at("components").at("schemas").at("WhoAmI").at("properties").at("routes").at("items").at("enum"),
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
