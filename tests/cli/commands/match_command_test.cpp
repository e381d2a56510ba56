// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::http_answer;
using test::run_fivestarctl;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view comparisons =
    R"({"read":"r1","fields":{"holder.names":{"result":"same","reason":"other_order"},)"
    R"("holder.sex":{"result":"same","reason":null}}})";

TEST(MatchCommand, ReadsValuesFromStandardInput) {
    FakeServer server{{answer_with(http_answer(200, json, comparisons))}};
    const ProgramResult result =
        run_fivestarctl(with_socket(server, {"match", "r1", "holder.names=-", "holder.sex=-"}), "Mei \"M\"\nF\n");
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests()[0], HasSubstr("POST /v1/reads/r1/match HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests()[0], EndsWith(R"({"fields":{"holder.names":"Mei \"M\"","holder.sex":"F"}})"));
    EXPECT_THAT(result.output, HasSubstr("holder.names  same  other order\n"));
    FakeServer with_object{{answer_with(http_answer(200, json, comparisons))}};
    EXPECT_EQ(run_fivestarctl(with_socket(with_object, {"match", "r1"}), R"({"holder.sex":"F"})").exit_code, 0);
    EXPECT_THAT(with_object.requests()[0], EndsWith(R"({"fields":{"holder.sex":"F"}})"));
}

TEST(MatchCommand, RefusesValuesOnTheCommandLine) {
    for (const char* argument : {"holder.names=SECRET", "holder.names", "=-", "SECRET=-", "holder.names=-SECRET"}) {
        const ProgramResult result = run_fivestarctl({"match", "r1", argument}, "x\n");
        EXPECT_EQ(result.exit_code, 64) << argument;
        EXPECT_THAT(result.errors, Not(HasSubstr("SECRET")));
    }
    for (const char* input : {"", "\n", "[1]", "{\"a\""}) {
        FakeServer unasked{{answer_with(http_answer(200, json, comparisons))}};
        EXPECT_EQ(run_fivestarctl(with_socket(unasked, {"match", "r1"}), input).exit_code, 3) << input;
    }
    FakeServer unasked{{answer_with(http_answer(200, json, comparisons))}};
    EXPECT_EQ(run_fivestarctl(with_socket(unasked, {"match", "r1", "holder.sex=-"})).exit_code, 3);
}

TEST(MatchCommand, CrossChecksTwoReads) {
    for (const auto& [result, exit_code] :
         {std::pair{"same", 0}, std::pair{"not_comparable", 1}, std::pair{"different", 2}}) {
        FakeServer server{{answer_with(http_answer(
            200, json,
            R"({"reads":["a","b"],"fields":{"holder.sex":{"result":"same","reason":null},"holder.names":{"result":")" +
                std::string{result} + R"(","reason":null}}})"))}};
        EXPECT_EQ(run_fivestarctl(with_socket(server, {"cross-check", "a", "b"})).exit_code, exit_code) << result;
        EXPECT_THAT(server.requests()[0], HasSubstr("POST /v1/cross-check HTTP/1.1\r\n"));
        EXPECT_THAT(server.requests()[0], EndsWith(R"({"reads":["a","b"]})"));
    }
    EXPECT_EQ(run_fivestarctl({"cross-check", "a"}).exit_code, 64);
    EXPECT_EQ(run_fivestarctl({"cross-check", "a", "b\"c"}).exit_code, 64);
}

}  // namespace
}  // namespace fivestar::cli
