// SPDX-License-Identifier: Apache-2.0
// The daemon's socket is created, replaced or adopted.
#include "daemon/http/listening_socket.hpp"

#include "tests/daemon/http/raw_client.hpp"
#include "tests/daemon/http/served.hpp"

#include <array>
#include <atomic>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using daemon::ListeningSocket;
using testing::HasSubstr;

class ListeningSocketTest : public testing::Test {
  protected:
    [[nodiscard]] unsigned mode() const {
        struct stat status{};
        return ::lstat(path_.c_str(), &status) == 0 ? status.st_mode & 07777U : 0U;
    }
    /// Creates a socket file on which no process listens.
    void leave_stale_file() const {
        auto socket = ListeningSocket::bind(path_);
        ASSERT_TRUE(socket);
        std::filesystem::rename(path_, directory_.path() / "kept");
        socket = std::unexpected{std::string{}};
        std::filesystem::rename(directory_.path() / "kept", path_);
    }

    TemporaryDirectory directory_;
    std::filesystem::path path_ = directory_.path() / "daemon.sock";
};

TEST_F(ListeningSocketTest, HasItsModeWithAnyUmask) {
    for (const mode_t mask : {0000U, 0022U, 0077U, 0777U}) {
        const mode_t before = ::umask(mask);
        const auto socket = ListeningSocket::bind(path_);
        ::umask(before);
        ASSERT_TRUE(socket) << socket.error();
        EXPECT_EQ(mode(), 0660U);
        RawClient client{path_};
    }
}

TEST_F(ListeningSocketTest, IsNeverAccessibleToOthers) {
    std::atomic<bool> done = false;
    std::atomic<unsigned> seen = 0;
    std::thread watcher{[&] {
        while (!done) seen |= mode();
    }};
    const mode_t before = ::umask(0);
    for (int round = 0; round < 300; ++round) EXPECT_TRUE(ListeningSocket::bind(path_));
    ::umask(before);
    done = true;
    watcher.join();
    EXPECT_EQ(seen & ~0660U, 0U);
}

TEST_F(ListeningSocketTest, RemovesItsFileUnlessItWasReplaced) {
    {
        const auto socket = ListeningSocket::bind(path_);
        ASSERT_TRUE(socket);
        EXPECT_TRUE(std::filesystem::exists(path_));
    }
    EXPECT_FALSE(std::filesystem::exists(path_));
    {
        const auto socket = ListeningSocket::bind(path_);
        ASSERT_TRUE(socket);
        std::filesystem::rename(path_, directory_.path() / "moved");
        std::ofstream{path_} << "another file";
    }
    EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(ListeningSocketTest, ReplacesAStaleFile) {
    leave_stale_file();
    ASSERT_TRUE(std::filesystem::exists(path_));
    const auto socket = ListeningSocket::bind(path_);
    ASSERT_TRUE(socket) << socket.error();
    RawClient client{path_};
}

TEST_F(ListeningSocketTest, LeavesARunningDaemonAlone) {
    const auto first = ListeningSocket::bind(path_);
    ASSERT_TRUE(first);
    const auto second = ListeningSocket::bind(path_);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error(), HasSubstr("another daemon runs"));
    RawClient client{path_};
}

TEST_F(ListeningSocketTest, LeavesAnotherProgramsSocketAlone) {
    const auto first = ListeningSocket::bind(path_);
    ASSERT_TRUE(first);
    std::filesystem::remove(path_.native() + ".lock");  // as by a program that does not use the lock
    const auto second = ListeningSocket::bind(path_);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error(), HasSubstr("another program listens there"));
}

TEST_F(ListeningSocketTest, LeavesOtherFilesAlone) {
    std::ofstream{path_} << "precious";
    const auto socket = ListeningSocket::bind(path_);
    ASSERT_FALSE(socket);
    EXPECT_THAT(socket.error(), HasSubstr("is no socket"));
    EXPECT_EQ(std::filesystem::file_size(path_), 8U);
}

TEST_F(ListeningSocketTest, FollowsNoSymbolicLinkToItsLock) {
    std::filesystem::create_symlink(directory_.path() / "target", path_.native() + ".lock");
    EXPECT_FALSE(ListeningSocket::bind(path_));
    EXPECT_FALSE(std::filesystem::exists(directory_.path() / "target"));
}

TEST_F(ListeningSocketTest, ReportsErrors) {
    EXPECT_THAT(ListeningSocket::bind(directory_.path() / "missing" / "daemon.sock").error(), HasSubstr("missing"));
    EXPECT_THAT(ListeningSocket::bind("/" + std::string(107, 'x')).error(), HasSubstr("too long"));
}

TEST_F(ListeningSocketTest, AdoptsAPassedSocketAndLeavesItsFile) {
    auto made = ListeningSocket::bind(path_);
    ASSERT_TRUE(made);
    {
        const auto adopted = ListeningSocket::adopt(::dup(made->descriptor()));
        ASSERT_TRUE(adopted) << adopted.error();
        EXPECT_NE(::fcntl(adopted->descriptor(), F_GETFD) & FD_CLOEXEC, 0);
    }
    EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(ListeningSocketTest, RefusesToAdoptOtherDescriptors) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    EXPECT_FALSE(ListeningSocket::adopt(ends[0])) << "connected, not listening";
    const Descriptor other_end{ends[1]};
    EXPECT_FALSE(ListeningSocket::adopt(::socket(AF_UNIX, SOCK_DGRAM, 0)));
    EXPECT_FALSE(ListeningSocket::adopt(::socket(AF_INET, SOCK_STREAM, 0)));
    EXPECT_FALSE(ListeningSocket::adopt(::open("/dev/null", O_RDONLY)));
    EXPECT_FALSE(ListeningSocket::adopt(1000));
}

}  // namespace
}  // namespace fivestar::test
