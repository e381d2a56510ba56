// SPDX-License-Identifier: Apache-2.0
// The rules of the configuration: map peer credentials to grants, denied by default. Immutable.
#pragma once

#include "daemon/policy/grants.hpp"
#include "daemon/policy/peer.hpp"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace fivestar::daemon {

struct UserRule {
    uid_t uid;
};
struct GroupRule {
    gid_t gid;
};

/// One `[[client]]`, its user or group already resolved.
struct ClientRule {
    std::string name = {};  ///< empty: the client is known by its uid
    std::variant<UserRule, GroupRule> who;
    Grants grants = {};
};

/// A peer with its client name and grants.
struct Caller {
    Peer peer;
    ClientId client;
    std::shared_ptr<const Grants> grants;  ///< never null; empty unless a rule matches
};

class Policy {
  public:
    /// Without rules `own_uid` (the user that runs the daemon) and root are granted everything.
    Policy(std::vector<ClientRule> rules, uid_t own_uid, unsigned requests_per_minute);

    /// Finds the client of a peer. The first rule that matches decides; the overflow ids match none. Root always has
    /// the routes of `RouteSet::of_root`.
    [[nodiscard]] Caller caller(Peer peer) const;

    /// True if no client is configured, so that the daemon's user and root may do everything.
    [[nodiscard]] bool is_open() const { return rules_.empty(); }
    [[nodiscard]] unsigned requests_per_minute() const { return requests_per_minute_; }

  private:
    struct Rule {
        std::string name;
        std::variant<UserRule, GroupRule> who;
        std::shared_ptr<const Grants> grants;
        std::shared_ptr<const Grants> grants_for_root;
    };
    std::vector<Rule> rules_;
    uid_t own_uid_;
    unsigned requests_per_minute_;
    std::shared_ptr<const Grants> everything_;
    std::shared_ptr<const Grants> nothing_;
    std::shared_ptr<const Grants> of_root_;
};

}  // namespace fivestar::daemon
