// SPDX-License-Identifier: Apache-2.0
#include "daemon/policy/peer.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace fivestar::daemon {
namespace {

constexpr std::size_t max_groups = 65536;  // NGROUPS_MAX of Linux

Result<std::vector<gid_t>> groups_of(int socket) {
    std::vector<gid_t> groups(64);
    // If the buffer is too small, the kernel returns the size that is needed.
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
        const bool done = ::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) == 0;
        if (!done && errno != ERANGE) return fail(ErrorCode::io_failure);
        const std::size_t count = size / sizeof(gid_t);
        if (count > max_groups) return fail(ErrorCode::limit_exceeded);
        groups.resize(count);
        if (done) return groups;
    }
    return fail(ErrorCode::io_failure);
}

}  // namespace

bool Peer::in_group(gid_t group) const {
    return gid == group || std::ranges::find(groups, group) != groups.end();
}

Result<Peer> peer_of(int socket) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return fail(ErrorCode::io_failure);
    auto groups = groups_of(socket);
    if (!groups) return std::unexpected{groups.error()};
    return Peer{.pid = credentials.pid, .uid = credentials.uid, .gid = credentials.gid, .groups = std::move(*groups)};
}

}  // namespace fivestar::daemon
