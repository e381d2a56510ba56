// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/diagnosis_route.hpp"

#include "tests/daemon/api/simple_routes.hpp"
#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;
using daemon::RouteTable;

TEST(DiagnosisRoute, NamesCausesInTheLanguageOfTheClient) {
    RouteTable routes;
    add_diagnosis_route(routes, [] {
        return diagnosis::Diagnosis{
            .findings = {{diagnosis::Cause::pcscd_denied}, {diagnosis::Cause::pcscd_open, "/run/pcscd/pcscd.comm"}},
            .not_examined = {diagnosis::Cause::pcscd_logs_exchanges}};
    });
    const Served served{std::move(routes)};
    const auto answer = ask(served, "/v1/diagnosis", 200);
    EXPECT_EQ(answer.at("not_examined"), json::array{"pcscd_logs_exchanges"});
    const json::array findings = answer.at("findings").as_array();
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].at("code"), "pcscd_denied");
    EXPECT_EQ(findings[0].at("title"), "pcscd refuses the daemon's user.");
    EXPECT_EQ(findings[1].at("severity"), "warning");
    EXPECT_EQ(findings[1].at("detail"), "/run/pcscd/pcscd.comm");
    RawClient client{served.socket()};
    const auto chinese = client.ask("GET /v1/diagnosis HTTP/1.1\r\nHost: localhost\r\nAccept-Language: zh-CN\r\n\r\n");
    ASSERT_TRUE(chinese);
    EXPECT_THAT(chinese->head + chinese->body, testing::HasSubstr("pcscd 拒绝守护进程的用户。"));
}

}  // namespace
}  // namespace fivestar::test
