// SPDX-License-Identifier: Apache-2.0
// Progress in the last line of a terminal.
#include "cli/console.hpp"

#include "tests/cli/answers.hpp"

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

}  // namespace
}  // namespace fivestar::cli
