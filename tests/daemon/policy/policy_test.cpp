// SPDX-License-Identifier: Apache-2.0
// The rules of docs/API.md: each kind of peer with each rule, route and field.
#include "daemon/policy/policy.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using daemon::Caller;
using daemon::ClientRule;
using daemon::FieldSet;
using daemon::GroupRule;
using daemon::Peer;
using daemon::Policy;
using daemon::RouteName;
using daemon::RouteSet;
using daemon::UserRule;

constexpr uid_t own_uid = 900;
constexpr uid_t desk_uid = 1000;
constexpr gid_t desk_group = 2000;

ClientRule rule(std::string name, std::variant<UserRule, GroupRule> who, RouteSet routes) {
    ClientRule made{.name = std::move(name), .who = who};
    made.grants.routes = routes;
    made.grants.reader_globs = {"*"};
    EXPECT_TRUE(made.grants.fields.add("holder"));
    return made;
}

RouteSet routes_of(const Policy& policy, Peer peer) {
    return policy.caller(std::move(peer)).grants->routes;
}

/// Compares route by route, so that a failure names the route.
void expect_routes(const RouteSet& actual, const RouteSet& expected) {
    for (std::size_t index = 0; index < daemon::route_name_count; ++index) {
        const auto name = static_cast<RouteName>(index);
        EXPECT_EQ(actual.contains(name), expected.contains(name)) << to_string(name);
    }
}

TEST(Policy, WithoutRulesTheDaemonsUserAndRootMayDoEverything) {
    const Policy policy{{}, own_uid, 600};
    EXPECT_TRUE(policy.is_open());
    for (const uid_t uid : {own_uid, uid_t{0}}) {
        const Caller caller = policy.caller({.uid = uid});
        expect_routes(caller.grants->routes, RouteSet::all());
        EXPECT_TRUE(caller.grants->fields.includes(FieldSet::all()));
        EXPECT_TRUE(caller.grants->allows_reader("any", "any"));
        EXPECT_EQ(caller.client, "uid:" + std::to_string(uid));
    }
    expect_routes(routes_of(policy, {.uid = desk_uid, .gid = own_uid, .groups = {0, own_uid}}), {});
}

TEST(Policy, WithARuleAllOthersAreDenied) {
    const Policy policy{{rule("desk", UserRule{desk_uid}, {RouteName::read})}, own_uid, 600};
    EXPECT_FALSE(policy.is_open());
    expect_routes(routes_of(policy, {.uid = desk_uid}), {RouteName::read});
    expect_routes(routes_of(policy, {.uid = own_uid}), {});
    expect_routes(routes_of(policy, {.uid = 1001, .gid = desk_uid, .groups = {desk_uid}}), {});
    expect_routes(routes_of(policy, {.uid = 0}),
                  {RouteName::health, RouteName::whoami, RouteName::diagnosis, RouteName::metrics, RouteName::trust});
    const Caller stranger = policy.caller({.uid = 1001});
    EXPECT_TRUE(stranger.grants->fields.empty());
    EXPECT_FALSE(stranger.grants->allows_reader("any", "any"));
}

TEST(Policy, MatchesAnyOfAPeersGroups) {
    const Policy policy{{rule("desk", GroupRule{desk_group}, {RouteName::read})}, own_uid, 600};
    expect_routes(routes_of(policy, {.uid = 1, .gid = desk_group}), {RouteName::read});
    expect_routes(routes_of(policy, {.uid = 1, .gid = 1, .groups = {7, desk_group, 9}}), {RouteName::read});
    expect_routes(routes_of(policy, {.uid = desk_group, .gid = 1, .groups = {7, 9}}), {});
}

TEST(Policy, TheFirstMatchWins) {
    const Policy policy{{rule("nobody else", UserRule{1}, {RouteName::metrics}),
                         rule("group", GroupRule{desk_group}, {RouteName::read}),
                         rule("user", UserRule{desk_uid}, {RouteName::read, RouteName::trust})},
                        own_uid,
                        600};
    const Caller by_group = policy.caller({.uid = desk_uid, .gid = desk_group});
    EXPECT_EQ(by_group.client, "group");
    expect_routes(by_group.grants->routes, {RouteName::read});
    const Caller by_user = policy.caller({.uid = desk_uid, .gid = 1});
    EXPECT_EQ(by_user.client, "user");
    expect_routes(by_user.grants->routes, {RouteName::read, RouteName::trust});
}

TEST(Policy, RootKeepsItsRoutesUnderEveryRule) {
    const Policy policy{{rule("root", UserRule{0}, {RouteName::read})}, own_uid, 600};
    const Caller root = policy.caller({.uid = 0});
    EXPECT_EQ(root.client, "root");
    expect_routes(root.grants->routes, {RouteName::read, RouteName::health, RouteName::whoami, RouteName::diagnosis,
                                        RouteName::metrics, RouteName::trust});
    EXPECT_TRUE(root.grants->fields.contains("holder.names"));
}

TEST(Policy, TheOverflowIdsNeverMatch) {
    const Policy by_user{{rule("x", UserRule{65534}, RouteSet::all())}, own_uid, 600};
    expect_routes(routes_of(by_user, {.uid = 65534, .gid = desk_group}), {});
    const Policy by_group{{rule("x", GroupRule{desk_group}, RouteSet::all())}, own_uid, 600};
    expect_routes(routes_of(by_group, {.uid = 65534, .gid = desk_group}), {});
    const Policy by_overflow_group{{rule("x", GroupRule{65534}, RouteSet::all())}, own_uid, 600};
    expect_routes(routes_of(by_overflow_group, {.uid = 1, .gid = 65534, .groups = {65534}}), {});
    const Policy open{{}, 65534, 600};
    expect_routes(routes_of(open, {.uid = 65534}), {});
}

TEST(Policy, ARuleWithoutANameNamesItsClientsByUid) {
    const Policy policy{{rule("", GroupRule{desk_group}, {RouteName::read})}, own_uid, 600};
    EXPECT_EQ(policy.caller({.uid = 5, .gid = desk_group}).client, "uid:5");
    EXPECT_EQ(policy.caller({.uid = 6, .gid = desk_group}).client, "uid:6");
}

}  // namespace
}  // namespace fivestar::test
