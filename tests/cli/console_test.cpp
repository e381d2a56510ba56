// SPDX-License-Identifier: Apache-2.0
// Progress in the last line of a terminal.
#include "cli/console.hpp"

#include "tests/cli/answers.hpp"

#include <cstdlib>
#include <string>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::event_stream_head;
using test::http_answer;
using test::TerminalProgram;
using testing::HasSubstr;

TEST(FivestarctlAtATerminal, ShowsProgress) {
    FakeServer server{{answer_with(event_stream_head() + R"(event: progress
data: {"step":"read_dg2","index":3,"of":4,"bytes_done":512,"bytes_total":1024}

event: record
data: {}

event: result
data: )" + answer_with_verdict("unverified") +
                                   "\n\n"),
                       answer_with(http_answer(406, problem, R"({"code":"not_acceptable"})"))}};
    TerminalProgram program{with_socket(server, {"read"})};
    const ProgramResult result = program.finish();
    EXPECT_EQ(result.exit_code, 1);
    // Two steps of four and half of the third: 15 of 24 columns; the line is cleared before the record.
    EXPECT_THAT(result.output, HasSubstr("\r\x1B[K[###############.........] read dg2  512 of 1024 bytes\r\x1B[K"));
    EXPECT_THAT(result.output, HasSubstr("Verdict: unverified"));
}

TEST(FivestarctlAtATerminal, ColoursTheVerdictUnlessNoColorIsSet) {
    const auto shown_under = [](const char* no_color) {
        ::setenv("NO_COLOR", no_color, 1);
        FakeServer server{{answer_with(http_answer(200, json, answer_with_verdict("unverified"))),
                           answer_with(http_answer(406, problem, R"({"code":"not_acceptable"})"))}};
        TerminalProgram program{with_socket(server, {"read"})};
        return program.finish().output;
    };
    EXPECT_THAT(shown_under(""), HasSubstr("\x1B[33mVerdict: unverified\x1B[0m"));
    const std::string plain = shown_under("1");
    EXPECT_THAT(plain, HasSubstr("Verdict: unverified"));
    EXPECT_THAT(plain, testing::Not(HasSubstr("\x1B[33m")));
    ::unsetenv("NO_COLOR");
}

}  // namespace
}  // namespace fivestar::cli
