// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/listening_socket.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace fivestar::daemon {
namespace {

constexpr mode_t socket_mode = 0660;
constexpr mode_t lock_mode = 0600;

std::unexpected<std::string> refuse(const std::filesystem::path& path, std::string_view reason) {
    return std::unexpected{fmt::format("{}: {}", path.native(), reason)};
}

std::unexpected<std::string> refuse_by_error(const std::filesystem::path& path, std::string_view what) {
    return std::unexpected{fmt::format("{}: {}: {}", path.native(), what, std::strerror(errno))};
}

sockaddr_un address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.native().copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

int option_of(int descriptor, int option) {
    int value = -1;
    socklen_t size = sizeof value;
    return ::getsockopt(descriptor, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

}  // namespace

std::expected<ListeningSocket, std::string> ListeningSocket::bind(const std::filesystem::path& path) {
    if (path.native().size() >= sizeof(sockaddr_un::sun_path)) return refuse(path, "too long for a Unix socket");
    // Without the lock, two daemons that start at the same time could take each other's new socket for a stale one.
    const std::string lock_path = path.native() + ".lock";
    Descriptor lock{::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, lock_mode)};
    if (!lock) return refuse_by_error(lock_path, "cannot be opened");
    if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) return refuse(path, "another daemon runs");

    const sockaddr_un address = address_of(path);
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    struct stat status{};
    if (::lstat(path.c_str(), &status) == 0) {
        if (!S_ISSOCK(status.st_mode)) return refuse(path, "exists and is no socket");
        const Descriptor probe{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
        if (!probe) return refuse_by_error(path, "cannot be tried");
        const bool stale = ::connect(probe.number(), generic, sizeof address) != 0 && errno == ECONNREFUSED;
        if (!stale) return refuse(path, "another program listens there");
        if (::unlink(path.c_str()) != 0) return refuse_by_error(path, "cannot be replaced");
    }

    Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    // Linux creates the file with the mode of the socket, minus the umask; chmod then sets the exact mode. So the mode
    // is never wider than wanted.
    if (!socket || ::fchmod(socket.number(), socket_mode) != 0 ||
        ::bind(socket.number(), generic, sizeof address) != 0 || ::chmod(path.c_str(), socket_mode) != 0 ||
        ::listen(socket.number(), SOMAXCONN) != 0 || ::lstat(path.c_str(), &status) != 0) {
        return refuse_by_error(path, "cannot listen");
    }
    ListeningSocket listening{std::move(socket)};
    listening.lock_ = std::move(lock);
    listening.path_ = path;
    listening.inode_ = status.st_ino;
    return listening;
}

std::expected<ListeningSocket, std::string> ListeningSocket::adopt(int descriptor) {
    Descriptor socket{descriptor};
    if (option_of(descriptor, SO_DOMAIN) != AF_UNIX || option_of(descriptor, SO_TYPE) != SOCK_STREAM ||
        option_of(descriptor, SO_ACCEPTCONN) != 1) {
        return std::unexpected{fmt::format("descriptor {} is no listening Unix stream socket", descriptor)};
    }
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return ListeningSocket{std::move(socket)};
}

void ListeningSocket::turn_away() const {
    // A client that connects in a loop starts the daemon once in this time.
    constexpr auto patience = std::chrono::seconds{2};
    std::optional<std::chrono::steady_clock::time_point> end;
    for (;;) {
        const auto left = end ? *end - std::chrono::steady_clock::now() : std::chrono::nanoseconds{0};
        if (left < std::chrono::nanoseconds{0}) return;
        pollfd waiting{.fd = socket_.number(), .events = POLLIN, .revents = 0};
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(left).count();
        if (const int ready = ::poll(&waiting, 1, static_cast<int>(wait)); ready <= 0) return;
        const Descriptor client{::accept4(socket_.number(), nullptr, nullptr, SOCK_CLOEXEC)};
        if (!end) end = std::chrono::steady_clock::now() + patience;
    }
}

ListeningSocket::~ListeningSocket() {
    struct stat status{};
    // Another daemon may have its own socket there by now.
    const bool is_own = !path_.empty() && ::lstat(path_.c_str(), &status) == 0 && status.st_ino == inode_;
    if (is_own) ::unlink(path_.c_str());
}

}  // namespace fivestar::daemon
