// SPDX-License-Identifier: Apache-2.0
// The end-to-end test gives the page to promtool.
#include "trust_update/metrics_page.hpp"

#include <chrono>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using trust_update::ListKind;
using trust_update::SourceReport;

TEST(TrustUpdateMetrics, TellOfEachSource) {
    const std::vector<SourceReport> reports{
        {.source = {.kind = ListKind::revocation_list, .name = "xu"},
         .state = {.attempted_at = WallTime{30s},
                   .succeeded_at = WallTime{20s},
                   .failed_at = WallTime{30s},
                   .failure = "timeout",
                   .failures = 2},
         .list = trust_update::ListFacts{.issued_at = WallTime{10s}, .next_update = WallTime{40s}, .entries = 3}},
        {.source = {.kind = ListKind::master_list, .name = "xv"}, .state = {}, .list = {}}};
    const std::string page = metrics_page(reports, WallTime{31s});
    for (const char* const line :
         {"fivestar_trust_update_run_timestamp_seconds 31\n",
          "attempt_timestamp_seconds{kind=\"revocation_list\",list=\"xu\"} 30\n",
          "success_timestamp_seconds{kind=\"revocation_list\",list=\"xu\"} 20\n",
          "failures{kind=\"revocation_list\",list=\"xu\"} 2\n", "failures{kind=\"master_list\",list=\"xv\"} 0\n",
          "present{kind=\"revocation_list\",list=\"xu\"} 1\n", "present{kind=\"master_list\",list=\"xv\"} 0\n",
          "issued_timestamp_seconds{kind=\"revocation_list\",list=\"xu\"} 10\n",
          "next_update_timestamp_seconds{kind=\"revocation_list\",list=\"xu\"} 40\n",
          "entries{kind=\"revocation_list\",list=\"xu\"} 3\n",
          "failure_timestamp_seconds{kind=\"revocation_list\",list=\"xu\",reason=\"timeout\"} 30\n"}) {
        EXPECT_THAT(page, HasSubstr(line));
    }
    EXPECT_THAT(page, Not(HasSubstr("issued_timestamp_seconds{kind=\"master_list\"")));
}

}  // namespace
}  // namespace fivestar::test
