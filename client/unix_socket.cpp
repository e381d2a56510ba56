// SPDX-License-Identifier: Apache-2.0
#include "client/unix_socket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <climits>

namespace fivestar::client {
namespace {

using namespace std::chrono_literals;

// connect() fails with EAGAIN while the backlog of a Unix socket is full, which cannot be polled.
constexpr auto backlog_retry = 10ms;

fivestar_error named(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
        case ENOTSOCK:
        case ECONNREFUSED:
            return FIVESTAR_UNREACHABLE;
        case EACCES:
        case EPERM:
            return FIVESTAR_NOT_PERMITTED;
        case EPIPE:
        case ECONNRESET:
            return FIVESTAR_DISCONNECTED;
        case ENOMEM:
            return FIVESTAR_OUT_OF_MEMORY;
        default:
            return FIVESTAR_SYSTEM_FAILURE;
    }
}

int milliseconds_until(SteadyTime deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT_MAX));
}

/// Waits for `events` on `socket`; with a descriptor of -1 only for the limit.
fivestar_error wait_for(int socket, short events, const WaitLimit& limit) {
    std::array<pollfd, 2> waited{{{.fd = limit.cancellation.descriptor(), .events = POLLIN, .revents = 0},
                                  {.fd = socket, .events = events, .revents = 0}}};
    while (true) {
        const int ready = ::poll(waited.data(), waited.size(), milliseconds_until(limit.deadline));
        if (ready < 0 && errno != EINTR) return named(errno);
        if (ready < 0) continue;
        if (ready == 0) return FIVESTAR_TIMED_OUT;
        if (waited[0].revents == 0) return FIVESTAR_OK;
        limit.cancellation.consume();
        return FIVESTAR_CANCELLED;
    }
}

fivestar_error wait_for_backlog(const WaitLimit& limit) {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (now >= limit.deadline) return FIVESTAR_TIMED_OUT;
    const WaitLimit pause{.cancellation = limit.cancellation,
                          .deadline = std::min(limit.deadline, now + backlog_retry)};
    const fivestar_error error = wait_for(-1, 0, pause);
    return error == FIVESTAR_TIMED_OUT ? FIVESTAR_OK : error;
}

}  // namespace

std::expected<Cancellation, fivestar_error> Cancellation::make() {
    Descriptor event{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (!event.is_open()) return std::unexpected{named(errno)};
    return Cancellation{std::move(event)};
}

void Cancellation::trigger() noexcept {
    const int saved = errno;  // a signal handler must restore errno
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(event_.number(), &one, sizeof one);
    errno = saved;
}

void Cancellation::consume() noexcept {
    eventfd_t count = 0;
    ::eventfd_read(event_.number(), &count);
}

std::expected<Descriptor, fivestar_error> connect_to(const std::string& path, const WaitLimit& limit) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return std::unexpected{FIVESTAR_INVALID_ARGUMENT};
    std::ranges::copy(path, address.sun_path);

    Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket.is_open()) return std::unexpected{named(errno)};
    while (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (errno == EINTR) continue;
        if (errno != EAGAIN) return std::unexpected{named(errno)};
        if (const fivestar_error error = wait_for_backlog(limit); error != FIVESTAR_OK) return std::unexpected{error};
    }
    return socket;
}

fivestar_error write_all(const Descriptor& socket, std::string_view octets, const WaitLimit& limit) {
    while (!octets.empty()) {
        if (const fivestar_error error = wait_for(socket.number(), POLLOUT, limit); error != FIVESTAR_OK) return error;
        const ssize_t written = ::send(socket.number(), octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (written >= 0) {
            octets.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR && errno != EAGAIN) {
            return named(errno);
        }
    }
    return FIVESTAR_OK;
}

std::expected<std::size_t, fivestar_error> read_some(const Descriptor& socket, std::span<char> into,
                                                     const WaitLimit& limit) {
    while (true) {
        if (const fivestar_error error = wait_for(socket.number(), POLLIN, limit); error != FIVESTAR_OK) {
            return std::unexpected{error};
        }
        const ssize_t came = ::recv(socket.number(), into.data(), into.size(), MSG_DONTWAIT);
        if (came >= 0) return static_cast<std::size_t>(came);
        if (errno == ECONNRESET) return 0;
        if (errno != EINTR && errno != EAGAIN) return std::unexpected{named(errno)};
    }
}

bool is_quiet(const Descriptor& socket) {
    char octet = 0;
    return ::recv(socket.number(), &octet, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EINTR);
}

}  // namespace fivestar::client
