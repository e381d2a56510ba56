// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::http_answer;
using test::run_fivestarctl;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(DoctorCommand, ShowsFindingsOfTheDaemon) {
    const std::string found = http_answer(200, json,
                                          R"({"findings":[{"code":"a_later_code","severity":"error",)"
                                          R"("title":"Broken.\u001b[2J","remedy":"Mend it.","detail":"here"}]})");
    FakeServer server{{answer_with(found), answer_with(http_answer(404, problem, "{}"))}};
    const ProgramResult result = run_fivestarctl(with_socket(server, {"doctor"}));
    EXPECT_EQ(result.exit_code, 3) << result.errors;
    EXPECT_THAT(result.output,
                AllOf(HasSubstr("Broken."), HasSubstr("a_later_code\n"), HasSubstr("Mend it.\n"), HasSubstr("here\n")));
    EXPECT_THAT(result.output, Not(HasSubstr("\x1b"))) << "nothing reaches the terminal that is not printable";
}

TEST(DoctorCommand, RefusesMalformedAnswers) {
    for (const char* const body : {"", "[]", R"({"findings":{}})", R"({"findings":null})"}) {
        const ProgramResult result = run_on(http_answer(200, json, body), {"doctor"});
        EXPECT_EQ(result.exit_code, 3) << body;
        EXPECT_THAT(result.errors, HasSubstr("malformed")) << body;
    }
    const ProgramResult odd = run_on(http_answer(500, problem, "{}"), {"doctor"});
    EXPECT_EQ(odd.exit_code, 3);
}

}  // namespace
}  // namespace fivestar::cli
