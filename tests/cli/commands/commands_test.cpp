// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::http_answer;
using test::run_fivestarctl;
using testing::SizeIs;

TEST(Commands, PrintTheEvidenceKey) {
    const std::string answer =
        R"({"algorithm":"ecdsa-sha256","key":"00","public_key":"-----BEGIN PUBLIC KEY-----\nAA==\n"})";
    EXPECT_EQ(run_on(http_answer(200, json, answer), {"evidence-key"}).output, "-----BEGIN PUBLIC KEY-----\nAA==\n");
    EXPECT_EQ(run_on(http_answer(404, problem, R"({"code":"not_found","title":"x"})"), {"evidence-key"}).exit_code, 3);
}

TEST(Commands, DeleteARead) {
    FakeServer server{{answer_with("HTTP/1.1 204 No Content\r\n\r\n")}};
    EXPECT_EQ(run_fivestarctl(with_socket(server, {"delete", "abc-1_2"})).exit_code, 0);
    ASSERT_THAT(server.requests(), SizeIs(1));
    EXPECT_THAT(server.requests().front(), testing::StartsWith("DELETE /v1/reads/abc-1_2 HTTP/1.1\r\n"));
}

}  // namespace
}  // namespace fivestar::cli
