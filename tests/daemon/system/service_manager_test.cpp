// SPDX-License-Identifier: Apache-2.0
// Sockets and environment variables as in sd_notify(3), sd_watchdog_enabled(3) and sd_listen_fds(3).
#include "daemon/system/service_manager.hpp"

#include "crypto/base/descriptor.hpp"
#include "tests/daemon/system/variable.hpp"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <gmock/gmock.h>

namespace fivestar::test {
namespace {

using daemon::ServiceManager;
using testing::HasSubstr;
using testing::MatchesRegex;

TEST(ServiceManager, DoesNothingWithoutSystemd) {
    const ServiceManager manager;
    manager.ready();
    manager.stopping();
    EXPECT_EQ(manager.alive_interval(), std::nullopt);
    ASSERT_TRUE(manager.passed_socket());
    EXPECT_EQ(*manager.passed_socket(), std::nullopt);
}

TEST(ServiceManager, SendsTheState) {
    const Descriptor socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    // The kernel chooses an abstract name.
    ASSERT_EQ(::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address.sun_family), 0);
    socklen_t size = sizeof address;
    ASSERT_EQ(::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    const std::string name{address.sun_path + 1, size - sizeof address.sun_family - 1};
    const Variable notify_socket{"NOTIFY_SOCKET", "@" + name};

    const ServiceManager manager;
    const auto heard = [&] {
        std::array<char, 256> buffer{};
        const ssize_t count = ::recv(socket.number(), buffer.data(), buffer.size(), 0);
        return std::string{buffer.data(), count < 0 ? 0 : static_cast<std::size_t>(count)};
    };
    manager.ready();
    EXPECT_EQ(heard(), "READY=1");
    manager.alive();
    EXPECT_EQ(heard(), "WATCHDOG=1");
    manager.reloading();
    EXPECT_THAT(heard(), MatchesRegex("RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]*"));
    manager.stopping();
    EXPECT_EQ(heard(), "STOPPING=1");
    EXPECT_EQ(heard(), "");
}

TEST(ServiceManager, HalvesTheIntervalOfTheWatchdog) {
    const Variable interval{"WATCHDOG_USEC", "3000000"};
    const Variable pid{"WATCHDOG_PID", std::to_string(::getpid())};
    EXPECT_EQ(ServiceManager{}.alive_interval(), std::chrono::microseconds{1500000});
    EXPECT_EQ(std::getenv("WATCHDOG_USEC"), nullptr) << "no child uses it";
}

TEST(ServiceManager, LeavesTheWatchdogOfAnotherProcessAlone) {
    const Variable interval{"WATCHDOG_USEC", "3000000"};
    const Variable pid{"WATCHDOG_PID", "1"};
    EXPECT_EQ(ServiceManager{}.alive_interval(), std::nullopt);
}

TEST(ServiceManager, TakesOnePassedSocket) {
    // Passed descriptors begin at 3. A descriptor that has this number now is moved.
    constexpr int first_passed = 3;
    const Descriptor aside{::fcntl(first_passed, F_DUPFD_CLOEXEC, 10)};
    const Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ASSERT_EQ(::dup2(socket.number(), first_passed), first_passed);
    {
        const Variable pid{"LISTEN_PID", std::to_string(::getpid())};
        const Variable count{"LISTEN_FDS", "1"};
        const ServiceManager manager;
        ASSERT_TRUE(manager.passed_socket());
        EXPECT_EQ(*manager.passed_socket(), first_passed);
        EXPECT_EQ(std::getenv("LISTEN_FDS"), nullptr);
    }
    ASSERT_GE(::fcntl(first_passed + 1, F_GETFD) >= 0 ? 0 : ::dup2(socket.number(), first_passed + 1), 0);
    {
        const Variable pid{"LISTEN_PID", std::to_string(::getpid())};
        const Variable count{"LISTEN_FDS", "2"};
        const ServiceManager manager;
        ASSERT_FALSE(manager.passed_socket());
        EXPECT_THAT(manager.passed_socket().error(), HasSubstr("2 sockets"));
    }
    if (aside) {
        ASSERT_EQ(::dup2(aside.number(), first_passed), first_passed);
    } else {
        ::close(first_passed);
    }
}

}  // namespace
}  // namespace fivestar::test
