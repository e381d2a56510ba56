// SPDX-License-Identifier: Apache-2.0
#include "tests/scan/pseudo_terminal.hpp"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <unistd.h>

namespace fivestar::test {

void PseudoTerminal::plug() {
    master_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0) throw std::runtime_error{"pty"};
    std::array<char, 64> name{};
    if (::ptsname_r(master_, name.data(), name.size()) != 0) throw std::runtime_error{"ptsname"};
    if (::symlink(name.data(), path_.c_str()) != 0) throw std::runtime_error{"symlink"};
}

void PseudoTerminal::unplug() {
    if (master_ < 0) return;
    ::unlink(path_.c_str());
    ::close(master_);
    master_ = -1;
}

void PseudoTerminal::send(std::string_view octets) const {
    if (::write(master_, octets.data(), octets.size()) != static_cast<ssize_t>(octets.size()))
        throw std::runtime_error{"pty is full"};
}

std::string PseudoTerminal::receive(std::size_t size) const {
    std::string all;
    while (all.size() < size) {
        pollfd waited{.fd = master_, .events = POLLIN, .revents = 0};
        std::array<char, 256> piece{};
        if (::poll(&waited, 1, 10'000) <= 0) break;
        const ssize_t came = ::read(master_, piece.data(), piece.size());
        if (came > 0) all.append(piece.data(), static_cast<std::size_t>(came));
    }
    return all;
}

}  // namespace fivestar::test
