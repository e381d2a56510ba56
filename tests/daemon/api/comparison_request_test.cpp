// SPDX-License-Identifier: Apache-2.0
// Values to compare that no card can have.
#include "daemon/api/comparison_request.hpp"

#include "tests/daemon/api/api_fixture.hpp"
#include "tests/daemon/api/match.hpp"

#include <chrono>
#include <string>
#include <utility>

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

using test::ApiFixture;
using test::JsonAnswer;

TEST(Match, RefusesValuesThatNoCardCanHave) {
    ApiFixture api;
    api.insert();
    const std::string id = id_of(api.post("{}"));
    const std::string path = "/v1/reads/" + id + "/match";
    for (const char* body :
         {"", "[]", "{", R"({"fields":{}})", R"({"fields":[]})", R"({"fields":{"holder.shoe_size":"1"}})",
          R"({"fields":{"portrait":"1"}})", R"({"fields":{"holder.sex":"F"},"more":1})", R"({"fields":null})",
          R"({"fields":{"holder.sex":null}})", R"({"fields":{"holder.sex":"F","holder.age":null}})"}) {
        const JsonAnswer answer = api.post_to(path, body);
        EXPECT_EQ(answer.status, 400U) << body;
        EXPECT_EQ(answer.field(), "fields") << body;
    }
    for (const auto& [field, value] :
         {std::pair{"holder.names", R"("")"}, std::pair{"holder.names", "1"}, std::pair{"holder.sex", R"("female ")"},
          std::pair{"holder.birth_date", R"("1980-02-30")"}, std::pair{"holder.birth_date", R"("SECRET")"},
          std::pair{"holder.birth_date", R"("1980/01/01")"}, std::pair{"holder.nationality", R"("PAKI")"},
          std::pair{"holder.nationality", R"("P1")"}, std::pair{"document.issuing_state", R"("<<<")"},
          std::pair{"document.number", R"("\u0001")"}, std::pair{"document.number", R"("")"},
          std::pair{"document.valid_until", R"("800101")"}, std::pair{"document.currently_valid", "true"}}) {
        const JsonAnswer answer = match(api, id, R"({")" + std::string{field} + R"(":)" + value + "}");
        EXPECT_EQ(answer.status, 400U) << field << value;
        EXPECT_EQ(answer.field(), field) << value;
        EXPECT_EQ(boost::json::serialize(answer.body).find("SECRET"), std::string::npos);
    }
    EXPECT_EQ(match(api, id, R"({"holder.names":")" + std::string(513, 'A') + R"("})").status, 400U);
    EXPECT_EQ(match(api, id, R"({"holder.birth_date":"80<<<<"})").status, 200U);
}

TEST(Match, TakesANullFieldForAnAbsentOne) {
    // quarkiverse/quarkus-openapi-generator#633.
    const auto claims =
        parse_match_request(R"({"fields":{"holder.names":null,"holder.sex":"F","document.number":null}})");
    ASSERT_TRUE(claims);
    ASSERT_EQ(claims->size(), 1U);
    EXPECT_EQ(claims->front().field, identity::ComparedField::sex);
    const auto request = parse_cross_check_request(R"({"reads":["a","b"],"fields":null})");
    ASSERT_TRUE(request);
    EXPECT_FALSE(request->fields);
    EXPECT_FALSE(parse_cross_check_request(R"({"reads":["a","b"],"fields":null,"more":null})"));
    EXPECT_FALSE(parse_cross_check_request(R"({"reads":["a",null]})"));
}

// Chinese input methods type full width.
TEST(Match, UnderstandsFullWidth) {
    const auto claims = parse_match_request(
        R"({"fields": {"document.number": "９３１５８６１９８００１０１００２８", "holder.sex": "Ｆ",
                       "holder.birth_date": "１９８０－０１－０１", "holder.nationality": "ＰＡＫ"}})");
    ASSERT_TRUE(claims);
    ASSERT_EQ(claims->size(), 4U);
    EXPECT_EQ((*claims)[0].record.document.number->view(), "931586198001010028");
    EXPECT_EQ((*claims)[1].record.holder.sex, identity::Sex::female);
    EXPECT_EQ((*claims)[2].record.holder.birth_date, std::chrono::year{1980} / 1 / 1);
    EXPECT_EQ((*claims)[3].record.holder.nationality->view(), "PAK");
}

}  // namespace
}  // namespace fivestar::daemon
