// SPDX-License-Identifier: Apache-2.0
#include "daemon/policy/route_name.hpp"

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using daemon::RouteName;
using daemon::RouteSet;

TEST(RouteName, IsParsedAsItIsWritten) {
    for (std::size_t index = 0; index < daemon::route_name_count; ++index) {
        const auto name = static_cast<RouteName>(index);
        EXPECT_EQ(daemon::route_name(to_string(name)), name);
    }
    EXPECT_EQ(to_string(RouteName::cross_check), "cross-check");
    EXPECT_EQ(daemon::route_name("cross_check"), std::nullopt);
    EXPECT_EQ(daemon::route_name(""), std::nullopt);
}

TEST(RouteSet, HasAllButFourByDefault) {
    RouteSet expected = RouteSet::by_default();
    for (const RouteName name : {RouteName::metrics, RouteName::trust, RouteName::cross_check, RouteName::key}) {
        EXPECT_FALSE(expected.contains(name));
        expected.add(name);
    }
    EXPECT_EQ(expected, RouteSet::all());
}

}  // namespace
}  // namespace fivestar::test
