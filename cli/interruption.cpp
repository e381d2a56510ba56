// SPDX-License-Identifier: Apache-2.0
#include "cli/interruption.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace fivestar::cli {
namespace {

sigset_t ending_signals() {
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP}) ::sigaddset(&signals, signal);
    return signals;
}

Descriptor checked(int descriptor) {
    if (descriptor < 0) throw std::system_error{errno, std::generic_category()};
    return Descriptor{descriptor};
}

bool is_readable(int descriptor, int milliseconds) {
    pollfd waited{.fd = descriptor, .events = POLLIN, .revents = 0};
    return ::poll(&waited, 1, milliseconds) > 0;
}

}  // namespace

Interruption::Interruption() {
    const sigset_t signals = ending_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signals_ = checked(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
    stop_ = checked(::eventfd(0, EFD_CLOEXEC));
    happened_ = checked(::eventfd(0, EFD_CLOEXEC));
    thread_ = std::thread{[this] { listen(); }};
}

Interruption::~Interruption() {
    ::eventfd_write(stop_.number(), 1);
    thread_.join();
}

void Interruption::listen() {
    std::array<pollfd, 2> waited{{{.fd = signals_.number(), .events = POLLIN, .revents = 0},
                                  {.fd = stop_.number(), .events = POLLIN, .revents = 0}}};
    while (::poll(waited.data(), waited.size(), -1) < 0 && errno == EINTR) {
    }
    if (waited[0].revents == 0) return;
    signalfd_siginfo taken{};
    if (::read(signals_.number(), &taken, sizeof taken) < 0) return;
    const sigset_t signals = ending_signals();
    ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);  // a second signal ends the process
    const std::lock_guard lock{mutex_};
    ::eventfd_write(happened_.number(), 1);
    if (action_) action_();
}

bool Interruption::happened() const {
    return is_readable(descriptor(), 0);
}

bool Interruption::wait_for(std::chrono::milliseconds time) const {
    return is_readable(descriptor(), static_cast<int>(time.count()));
}

Interruption::Call::Call(Interruption& interruption, std::function<void()> action) : interruption_{interruption} {
    const std::lock_guard lock{interruption_.mutex_};
    interruption_.action_ = std::move(action);
    if (interruption_.happened()) interruption_.action_();
}

Interruption::Call::~Call() {
    const std::lock_guard lock{interruption_.mutex_};
    interruption_.action_ = nullptr;
}

}  // namespace fivestar::cli
