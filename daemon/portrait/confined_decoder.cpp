// SPDX-License-Identifier: Apache-2.0
#include "daemon/portrait/confined_decoder.hpp"

#include "daemon/portrait/pixels.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace fivestar::daemon {
namespace {

using Instant = std::chrono::steady_clock::time_point;

/// A child, killed and reaped when nobody waits for it any more.
class Child {
  public:
    explicit Child(pid_t process) : process_(process) {}
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        ::kill(process_, SIGKILL);
        while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }

  private:
    pid_t process_;
};

/// Starts the program with `channel` as its standard input and output and the plug-in, if any, as the descriptor after
/// them; no environment, no signal blocked or ignored.
std::optional<pid_t> start(const ConfinedProgram& program, PortraitTask task, const Descriptor& channel) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (::posix_spawn_file_actions_init(&actions) != 0) return std::nullopt;
    if (::posix_spawnattr_init(&attributes) != 0) {
        ::posix_spawn_file_actions_destroy(&actions);
        return std::nullopt;
    }
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawn_file_actions_adddup2(&actions, channel.number(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, channel.number(), STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (program.plugin != nullptr) {
        ::posix_spawn_file_actions_adddup2(&actions, program.plugin->number(), portrait_plugin_descriptor);
    }

    std::string name = program.path.filename();
    std::string argument{portrait_task_names[task]};
    std::array<char*, 3> arguments{name.data(), argument.data(), nullptr};
    std::array<char*, 1> environment{nullptr};
    pid_t process = -1;
    const int failed =
        ::posix_spawn(&process, program.path.c_str(), &actions, &attributes, arguments.data(), environment.data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? std::optional{process} : std::nullopt;
}

/// Waits until `events` or the end of the connection; false when `until` has passed.
bool wait_for(const Descriptor& channel, short events, Instant until) {
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) return false;
        pollfd waited{.fd = channel.number(), .events = events, .revents = 0};
        const int ready = ::poll(&waited, 1, static_cast<int>(left.count()));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

Result<void> send_all(const Descriptor& channel, ByteView octets, Instant until) {
    while (!octets.empty()) {
        if (!wait_for(channel, POLLOUT, until)) return fail(ErrorCode::deadline_exceeded);
        const ssize_t sent = ::send(channel.number(), octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN && errno != EINTR) return fail(ErrorCode::malformed);
        if (sent > 0) octets = octets.subspan(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<void> receive_all(const Descriptor& channel, MutableByteView octets, Instant until) {
    for (std::size_t done = 0; done < octets.size();) {
        if (!wait_for(channel, POLLIN, until)) return fail(ErrorCode::deadline_exceeded);
        const ssize_t came = ::recv(channel.number(), octets.data() + done, octets.size() - done, MSG_DONTWAIT);
        if (came == 0 || (came < 0 && errno != EAGAIN && errno != EINTR)) return fail(ErrorCode::malformed);
        if (came > 0) done += static_cast<std::size_t>(came);
    }
    return {};
}

/// The program at work, until this ends.
class Work {
  public:
    static Result<Work> start(const ConfinedProgram& program, PortraitTask task) {
        std::array<int, 2> pair{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) return fail(ErrorCode::io_failure);
        Descriptor ours{pair[0]};
        const Descriptor theirs{pair[1]};
        const auto process = daemon::start(program, task, theirs);
        if (!process) return fail(ErrorCode::io_failure);
        return Work{std::move(ours), *process, std::chrono::steady_clock::now() + program.patience};
    }

    Result<void> give(ByteView picture, std::uint32_t width, std::uint32_t height) {
        const PortraitOrder order{static_cast<std::uint32_t>(picture.size()), width, height};
        const auto* const head = reinterpret_cast<const std::uint8_t*>(&order);
        if (auto sent = send_all(channel_, {head, sizeof order}, until_); !sent) return sent;
        return send_all(channel_, picture, until_);
    }
    Result<PersonalBytes> take(std::size_t size) {
        PersonalBytes octets(size);
        if (const auto came = receive_all(channel_, octets, until_); !came) return std::unexpected{came.error()};
        return octets;
    }
    Result<PersonalBytes> take_file() {
        PortraitOrder head{};
        auto* const to = reinterpret_cast<std::uint8_t*>(&head);
        if (const auto came = receive_all(channel_, {to, sizeof head}, until_); !came) {
            return std::unexpected{came.error()};
        }
        if (head.size > largest_portrait_file) return fail(ErrorCode::malformed);
        return take(head.size);
    }

  private:
    Work(Descriptor channel, pid_t process, Instant until)
        : channel_(std::move(channel)), child_(std::make_unique<const Child>(process)), until_(until) {}

    Descriptor channel_;
    std::unique_ptr<const Child> child_;
    Instant until_;
};

}  // namespace

Result<PersonalBytes> decode_confined(const ConfinedProgram& program, PortraitTask decoder, ByteView picture,
                                      std::uint32_t width, std::uint32_t height) {
    const std::size_t pixels = std::size_t{width} * height;
    if (picture.size() > largest_portrait_file || pixels > largest_portrait_file / portrait::octets_per_pixel) {
        return fail(ErrorCode::limit_exceeded);
    }
    auto work = Work::start(program, decoder);
    if (!work) return std::unexpected{work.error()};
    if (const auto given = work->give(picture, width, height); !given) return std::unexpected{given.error()};
    return work->take(pixels * portrait::octets_per_pixel);
}

Result<PersonalBytes> encode_jpeg_confined(const ConfinedProgram& program, ByteView pixels, std::uint32_t width,
                                           std::uint32_t height) {
    if (pixels.size() > largest_portrait_file) return fail(ErrorCode::limit_exceeded);
    auto work = Work::start(program, PortraitTask::encode_jpeg);
    if (!work) return std::unexpected{work.error()};
    if (const auto given = work->give(pixels, width, height); !given) return std::unexpected{given.error()};
    return work->take_file();
}

}  // namespace fivestar::daemon
