// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::http_answer;
using test::run_fivestarctl;
using testing::HasSubstr;

TEST(Session, ExplainsAProblem) {
    const std::string body =
        R"({"type":"urn:fivestar:problem:access_denied","title":"The card refused the key","status":422,)"
        R"("detail":"Check the document number.","code":"access_denied","sw":"6300","accepts":["mrz","can"],"attempts_left":2})";
    const ProgramResult text = run_on(http_answer(422, problem, body), {"read"});
    EXPECT_EQ(text.exit_code, 3);
    EXPECT_EQ(text.output, "");
    EXPECT_EQ(text.errors,
              "fivestarctl: access_denied: The card refused the key: Check the document number.\n"
              "  status word: 6300\n  attempts left: 2\n  would do: mrz, can\n");
    const ProgramResult raw = run_on(http_answer(422, problem, body), {"read", "--json"});
    EXPECT_EQ(raw.exit_code, 3);
    EXPECT_EQ(raw.output, body + "\n");
}

TEST(Session, ExplainsWhyThereIsNoAnswer) {
    const ProgramResult nobody = run_fivestarctl({"readers", "--socket", "/nonexistent/socket"});
    EXPECT_EQ(nobody.exit_code, 3);
    EXPECT_THAT(nobody.errors, HasSubstr("unreachable: no process listens"));
    EXPECT_THAT(run_on("220 mail.example ESMTP\r\n", {"readers"}).errors, HasSubstr("malformed"));
    EXPECT_THAT(run_on("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", {"health"}).errors, HasSubstr("disconnected"));
    EXPECT_EQ(run_on(http_answer(200, json, "{\"readers\":"), {"readers"}).exit_code, 3);
    EXPECT_EQ(run_on(http_answer(200, json, std::string(100'000, '[')), {"readers"}).exit_code, 3);
}

}  // namespace
}  // namespace fivestar::cli
