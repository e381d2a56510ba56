// SPDX-License-Identifier: Apache-2.0
#include "sim/sam/pseudo_terminal.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <system_error>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace fivestar::sim::sam {
namespace {

namespace fs = std::filesystem;

struct Rate {
    speed_t speed;
    unsigned bits_a_second;
};
constexpr std::array line_rates{Rate{B115200, 115'200}, Rate{B57600, 57'600}, Rate{B38400, 38'400},
                                Rate{B19200, 19'200}, Rate{B9600, 9'600}};

/// Makes the line transparent, at a rate that no program has set yet.
bool make_raw(int terminal) {
    termios settings{};
    if (::tcgetattr(terminal, &settings) != 0) return false;
    ::cfmakeraw(&settings);
    return ::cfsetspeed(&settings, B9600) == 0 && ::tcsetattr(terminal, TCSANOW, &settings) == 0;
}

/// Replaces the link atomically.
Result<void> make_link(const fs::path& link, const std::string& target) {
    std::error_code error;
    const auto there = fs::symlink_status(link, error).type();
    if (there != fs::file_type::not_found && there != fs::file_type::symlink) return fail(ErrorCode::invalid_argument);
    const fs::path next = link.string() + ".new";
    fs::remove(next, error);
    fs::create_symlink(target, next, error);
    if (error) return fail(ErrorCode::io_failure);
    fs::rename(next, link, error);
    if (error) return fail(ErrorCode::io_failure);
    return {};
}

}  // namespace

PseudoTerminal::PseudoTerminal(Descriptor module_end, Descriptor program_end, fs::path link, std::string name)
    : module_end_(std::move(module_end)),
      program_end_(std::move(program_end)),
      link_(std::move(link)),
      name_(std::move(name)) {}

Result<PseudoTerminal> PseudoTerminal::open(const fs::path& link) {
    Descriptor module_end{::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    std::array<char, 64> name{};
    if (!module_end || ::grantpt(module_end.number()) != 0 || ::unlockpt(module_end.number()) != 0 ||
        ::ptsname_r(module_end.number(), name.data(), name.size()) != 0) {
        return fail(ErrorCode::io_failure);
    }
    Descriptor program_end{::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
    if (!program_end || !make_raw(program_end.number())) return fail(ErrorCode::io_failure);
    const auto linked = make_link(link, name.data());
    if (!linked) return std::unexpected{linked.error()};
    return PseudoTerminal{std::move(module_end), std::move(program_end), link, name.data()};
}

PseudoTerminal::~PseudoTerminal() {
    std::error_code error;
    if (module_end_ && fs::read_symlink(link_, error) == name_) fs::remove(link_, error);
}

unsigned PseudoTerminal::rate() const {
    termios settings{};
    if (::tcgetattr(program_end_.number(), &settings) != 0) return 0;
    const auto* const found = std::ranges::find(line_rates, ::cfgetospeed(&settings), &Rate::speed);
    return found == line_rates.end() ? 0 : found->bits_a_second;
}

Bytes PseudoTerminal::read() const {
    Bytes octets(512);
    const ssize_t got = ::read(module_end_.number(), octets.data(), octets.size());
    octets.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return octets;
}

void PseudoTerminal::write(ByteView octets) const {
    while (!octets.empty()) {
        const ssize_t sent = ::write(module_end_.number(), octets.data(), octets.size());
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return;
        octets = octets.subspan(static_cast<std::size_t>(sent));
    }
}

}  // namespace fivestar::sim::sam
