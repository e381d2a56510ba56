// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/answers.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::cli {
namespace {

using test::http_answer;
using testing::AllOf;
using testing::HasSubstr;

TEST(StatusView, ListsReaders) {
    const std::string body =
        R"({"readers":[{"id":"front-desk","name":"读卡器","interface":"contactless","state":"card",)"
        R"("card":{"id":"c1","kind":"emrtd","access_keys":["mrz","can"]}},)"
        R"({"id":"back","name":"Reader 2","interface":"contact","state":"empty"}]})";
    EXPECT_EQ(run_on(http_answer(200, json, body), {"readers"}).output,
              "  ID          STATE  CARD  KIND   KEYS      INTERFACE    NAME\n"
              "  front-desk  card   c1    emrtd  mrz, can  contactless  读卡器\n"
              "  back        empty                         contact      Reader 2\n");
    EXPECT_EQ(run_on(http_answer(200, json, body), {"--json", "readers"}).output, body + "\n");
}

TEST(StatusView, ShowsHealthAndGrants) {
    const ProgramResult health = run_on(
        http_answer(
            200, json,
            R"({"status":"degraded","reasons":["pcsc_unavailable"],"pcsc":"unavailable","trust":{"anchors":3}})"),
        {"health"});
    EXPECT_EQ(health.exit_code, 0);
    EXPECT_THAT(health.output,
                AllOf(HasSubstr("degraded\n"), HasSubstr("pcsc_unavailable\n"), HasSubstr("anchors           3\n")));
    const ProgramResult whoami =
        run_on(http_answer(200, json,
                           R"({"client":"hotel-desk","uid":1000,"fields":["holder.names","portrait"],"routes":[]})"),
               {"whoami"});
    EXPECT_THAT(whoami.output,
                AllOf(HasSubstr("hotel-desk\n"), HasSubstr("holder.names, portrait\n"), HasSubstr("none\n")));
}

}  // namespace
}  // namespace fivestar::cli
