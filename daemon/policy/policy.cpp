// SPDX-License-Identifier: Apache-2.0
#include "daemon/policy/policy.hpp"

#include <algorithm>

namespace fivestar::daemon {
namespace {

std::shared_ptr<const Grants> with_routes_of_root(Grants grants) {
    grants.routes = grants.routes.united_with(RouteSet::of_root());
    return std::make_shared<const Grants>(std::move(grants));
}

bool matches(const std::variant<UserRule, GroupRule>& who, const Peer& peer) {
    if (const auto* user = std::get_if<UserRule>(&who)) return user->uid == peer.uid;
    const gid_t group = std::get<GroupRule>(who).gid;
    return group != overflow_uid && peer.in_group(group);
}

}  // namespace

Policy::Policy(std::vector<ClientRule> rules, uid_t own_uid, unsigned requests_per_minute)
    : own_uid_(own_uid),
      requests_per_minute_(requests_per_minute),
      everything_(std::make_shared<const Grants>(Grants::everything())),
      nothing_(std::make_shared<const Grants>()),
      of_root_(with_routes_of_root({})) {
    rules_.reserve(rules.size());
    for (ClientRule& rule : rules) {
        auto for_root = with_routes_of_root(rule.grants);
        rules_.push_back({.name = std::move(rule.name),
                          .who = rule.who,
                          .grants = std::make_shared<const Grants>(std::move(rule.grants)),
                          .grants_for_root = std::move(for_root)});
    }
}

Caller Policy::caller(Peer peer) const {
    ClientId own_name = "uid:" + std::to_string(peer.uid);
    if (peer.uid != overflow_uid) {
        const auto rule = std::ranges::find_if(rules_, [&](const Rule& each) { return matches(each.who, peer); });
        if (rule != rules_.end()) {
            const auto& grants = peer.is_root() ? rule->grants_for_root : rule->grants;
            return {peer, rule->name.empty() ? own_name : rule->name, grants};
        }
        if (is_open() && (peer.is_root() || peer.uid == own_uid_)) {
            return {peer, std::move(own_name), everything_};
        }
    }
    const auto& grants = peer.is_root() ? of_root_ : nothing_;
    return {peer, std::move(own_name), grants};
}

}  // namespace fivestar::daemon
