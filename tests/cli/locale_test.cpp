// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <cstdlib>
#include <string>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::answer_with;
using test::http_answer;
using test::run_fivestarctl;
using testing::AllOf;
using testing::HasSubstr;

TEST(Locale, SetsAcceptLanguage) {
    const auto asked_under = [](const char* name, const char* value) {
        FakeServer server{{answer_with(http_answer(200, json, R"({"readers":[]})"))}};
        const char* const before = std::getenv(name);
        const std::string kept = before != nullptr ? before : "";
        ::setenv(name, value, 1);
        run_fivestarctl({"--socket", server.path(), "readers"});
        ::setenv(name, kept.c_str(), 1);
        return server.requests().at(0);
    };
    EXPECT_THAT(asked_under("LC_ALL", "zh_CN.UTF-8"), HasSubstr("\r\nAccept-Language: zh-CN\r\n"));
    EXPECT_THAT(asked_under("LC_ALL", "de_DE@euro"), HasSubstr("\r\nAccept-Language: de-DE\r\n"));
    for (const char* const none : {"C", "C.UTF-8", "POSIX", "x\r\nX: y"}) {
        EXPECT_THAT(asked_under("LC_ALL", none), testing::Not(HasSubstr("Accept-Language"))) << none;
    }
}

TEST(Locale, SelectsChinese) {
    const std::string before = std::getenv("LC_ALL") != nullptr ? std::getenv("LC_ALL") : "";
    ::setenv("LC_ALL", "zh_CN.UTF-8", 1);
    const ProgramResult result = run_on(http_answer(200, json, answer_with_verdict("unverified")), {"read"});
    const ProgramResult refused =
        run_on(http_answer(422, problem, R"({"code":"access_denied","title":"芯片拒绝了访问密钥","attempts_left":2})"),
               {"read"});
    const ProgramResult nobody = run_fivestarctl({"readers", "--socket", "/nonexistent/socket"});
    ::setenv("LC_ALL", before.c_str(), 1);
    EXPECT_THAT(nobody.errors, HasSubstr("unreachable: 没有程序在监听"));
    EXPECT_EQ(result.exit_code, 1);
    for (const char* const words : {"外国人永久居留身份证", "签发机关", "有效期", "结论：未能证实", "签名", "通过",
                                    "没有吊销列表", "性别", "女"}) {
        EXPECT_THAT(result.output, HasSubstr(words));
    }
    EXPECT_THAT(result.output, AllOf(HasSubstr("931586198001010028"), HasSubstr("1980-01-01")))
        << "data stay as they are";
    EXPECT_THAT(refused.errors, AllOf(HasSubstr("access_denied: 芯片拒绝了访问密钥"), HasSubstr("剩余次数: 2")));
}

}  // namespace
}  // namespace fivestar::cli
