// Who is at the other end of a Unix socket, as the kernel saw it when the connection was made.
#pragma once

#include "crypto/base/error.hpp"

#include <sys/types.h>
#include <vector>

namespace fivestar::daemon {

/// What user namespaces show for a user, or a group, that they cannot map (/proc/sys/kernel/overflowuid, overflowgid).
/// It may be anybody.
inline constexpr uid_t overflow_uid = 65534;

struct Peer {
    pid_t pid = 0;
    uid_t uid = overflow_uid;
    gid_t gid = overflow_uid;
    std::vector<gid_t> groups = {};  ///< supplementary groups, in the kernel's order

    [[nodiscard]] bool is_root() const { return uid == 0; }
    /// Whether `group` is the peer's own or one of its supplementary groups.
    [[nodiscard]] bool in_group(gid_t group) const;

    friend bool operator==(const Peer&, const Peer&) = default;
};

/// SO_PEERCRED and SO_PEERGROUPS of a connected Unix stream socket (unix(7)). To be asked once, at accept: credentials
/// are those of connect(2), whoever holds the descriptor now. `io_failure` if the kernel does not say.
[[nodiscard]] Result<Peer> peer_of(int socket);

}  // namespace fivestar::daemon
