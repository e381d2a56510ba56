// SPDX-License-Identifier: Apache-2.0
#include "daemon/policy/peer.hpp"

#include <array>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

TEST(Peer, HasTheCredentialsOfASocketsPeer) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    const auto peer = daemon::peer_of(ends[0]);
    ::close(ends[0]);
    ::close(ends[1]);
    ASSERT_TRUE(peer);
    EXPECT_EQ(peer->pid, ::getpid());
    EXPECT_EQ(peer->uid, ::geteuid());
    EXPECT_EQ(peer->gid, ::getegid());
    std::vector<gid_t> groups(static_cast<std::size_t>(::getgroups(0, nullptr)));
    ASSERT_GE(::getgroups(static_cast<int>(groups.size()), groups.data()), 0);
    EXPECT_THAT(peer->groups, testing::UnorderedElementsAreArray(groups));
    EXPECT_FALSE(daemon::peer_of(-1));
}

}  // namespace
}  // namespace fivestar::test
