// The rules of the configuration as one immutable value: peer credentials in, grants out, denied by default.
#pragma once

#include "daemon/policy/grants.hpp"
#include "daemon/policy/peer.hpp"

#include <memory>
#include <optional>
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

/// A peer and what the policy makes of it.
struct Caller {
    Peer peer;
    ClientId client;
    std::shared_ptr<const Grants> grants;  ///< never null; grants nothing if nobody said otherwise
};

class Policy {
  public:
    /// Without rules `own_uid` (the user that runs the daemon) and root are granted everything.
    Policy(std::vector<ClientRule> rules, uid_t own_uid, unsigned requests_per_minute);

    /// The first rule that matches decides. The overflow ids match none. Root keeps health, whoami, diagnosis and
    /// metrics whatever the rules say.
    [[nodiscard]] Caller caller(Peer peer) const;

    /// Whether nobody configured a client, so that the daemon's user and root may do everything: worth a warning.
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
