// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/number_route.hpp"

#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/simple_routes.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"

#include <chrono>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;
using daemon::RouteTable;

JsonAnswer check_number(const Served& served, const std::string& body) {
    RawClient client{served.socket()};
    const auto answer =
        client.ask("POST /v1/number HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
                   "\r\n\r\n" + body);
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

// laravel/framework#60646, Adyen/adyen-web#300.
TEST_F(NumberRoute, UnderstandsFullWidth) {
    const Served served{routes_};
    const JsonAnswer answer = check_number(served, R"({"number": "９３１５８６１９８００１０１００２８"})");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body.at("valid"), true);
    EXPECT_EQ(answer.body.at("number_masked"), "9315…0028");
}

TEST_F(NumberRoute, AnswersInUtf8ForAnyCharacters) {
    const Served served{routes_};
    const JsonAnswer other = check_number(served, R"({"number": "证件号码证件号码证件号码证件号码证件"})");
    EXPECT_EQ(other.body.at("faults"), json::array{"character"});
    EXPECT_EQ(other.body.at("number_masked"), "证件号码…号码证件");
    const JsonAnswer control = check_number(served, R"({"number": "9315861980010100\u000028"})");
    EXPECT_EQ(control.body.at("faults"), json::array{"length"});
    EXPECT_EQ(control.body.at("number_masked"), json::string("9315…0\0"
                                                             "28",
                                                             11));
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

}  // namespace
}  // namespace fivestar::test
