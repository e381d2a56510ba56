// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/whoami_route.hpp"

#include "tests/daemon/api/reader_routes.hpp"
#include "tests/daemon/api/simple_routes.hpp"
#include "tests/daemon/http/served.hpp"

#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

namespace json = boost::json;

TEST_F(ReaderRoutes, WhoamiShowsTheGrants) {
    const Served served{routes_, {}, policy_for_readers({"front*"})};
    json::object expected = json::parse(R"({"client": "desk", "fields": ["holder.names", "holder.over_18"],
                                            "readers": ["front*"]})")
                                .as_object();
    expected["uid"] = ::geteuid();
    expected["gid"] = ::getegid();
    expected["routes"] = ::geteuid() == 0
                             ? json::array{"health", "readers", "read", "whoami", "trust", "diagnosis", "metrics"}
                             : json::array{"readers", "read", "whoami"};
    EXPECT_EQ(ask(served, "/v1/whoami", 200), expected);
}

}  // namespace
}  // namespace fivestar::test
