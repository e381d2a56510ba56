// SPDX-License-Identifier: Apache-2.0
// The credentials of a Unix socket's peer at the time of connect(2).
#pragma once

#include "crypto/base/error.hpp"

#include <sys/types.h>
#include <vector>

namespace fivestar::daemon {

/// The id of users and groups that a user namespace cannot map (/proc/sys/kernel/overflowuid, overflowgid). It does not
/// identify anyone.
inline constexpr uid_t overflow_uid = 65534;

struct Peer {
    pid_t pid = 0;
    uid_t uid = overflow_uid;
    gid_t gid = overflow_uid;
    std::vector<gid_t> groups = {};  ///< supplementary groups, in the kernel's order

    [[nodiscard]] bool is_root() const { return uid == 0; }
    /// True if `group` is the peer's primary group or one of its supplementary groups.
    [[nodiscard]] bool in_group(gid_t group) const;

    friend bool operator==(const Peer&, const Peer&) = default;
};

/// Returns SO_PEERCRED and SO_PEERGROUPS of a connected Unix stream socket (unix(7)): the credentials at connect(2),
/// even if another process uses the descriptor now. `io_failure` if the kernel does not know them.
[[nodiscard]] Result<Peer> peer_of(int socket);

}  // namespace fivestar::daemon
