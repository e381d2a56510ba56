// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <string>
#include <string_view>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::http_answer;
using test::run_fivestarctl;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view checked_number =
    R"({"kind":"permanent_resident_18","valid":true,"faults":[],"acceptance_place":{"code":"31","zh":"上海市",)"
    R"("en":"Shanghai"},"registration_place":null,"first_nationality":"PAK","birth_date":"1980-01-01",)"
    R"("birth_date_printed":null,"sequence":"002","sex":"female","number_masked":"9315…0028"})";

TEST(NumberCommand, PrintsAValidNumber) {
    FakeServer server{{answer_with(http_answer(200, json, checked_number))}};
    const ProgramResult result = run_fivestarctl(with_socket(server, {"number", "931586198001010028"}));
    EXPECT_EQ(result.exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests()[0], HasSubstr("POST /v1/number HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests()[0], EndsWith(R"({"number":"931586198001010028"})"));
    EXPECT_THAT(result.output, HasSubstr("permanent resident 18, well formed\n"));
    EXPECT_THAT(result.output, HasSubstr("上海市 Shanghai (31)\n"));
    EXPECT_THAT(result.output, HasSubstr("1980-01-01\n"));
}

TEST(NumberCommand, ExitsWith2ForAnInvalidNumber) {
    const std::string answer = R"({"kind":null,"valid":false,"faults":["length"],"number_masked":"…45"})";
    const ProgramResult shown = run_on(http_answer(200, json, answer), {"number", "12345"});
    EXPECT_EQ(shown.exit_code, 2);
    EXPECT_THAT(shown.output, HasSubstr("NOT WELL FORMED: length\n"));
    const ProgramResult raw = run_on(http_answer(200, json, answer), {"number", "12345", "--json"});
    EXPECT_EQ(raw.exit_code, 2);
    EXPECT_EQ(raw.output, answer + "\n");
}

TEST(NumberCommand, ReadsTheNumberFromStandardInput) {
    FakeServer server{{answer_with(http_answer(200, json, checked_number))}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"number", "-"}), "931586198001010028\n").exit_code, 0);
    EXPECT_THAT(server.requests()[0], EndsWith(R"({"number":"931586198001010028"})"));
    FakeServer unasked{{answer_with(http_answer(200, json, checked_number))}};
    EXPECT_EQ(run_fivestarctl(with_socket(unasked, {"number", "-"})).exit_code, 3);
    EXPECT_EQ(run_fivestarctl({"number"}).exit_code, 64);
}

}  // namespace
}  // namespace fivestar::cli
