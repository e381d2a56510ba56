// SPDX-License-Identifier: Apache-2.0
#include "scan/serial_line.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace fivestar::scan {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_read = 4096;  // the kernel's buffer of a line
constexpr auto command_deadline = 1s;

constexpr std::array<std::pair<unsigned, speed_t>, 8> speeds{{{1200, B1200},
                                                              {2400, B2400},
                                                              {4800, B4800},
                                                              {9600, B9600},
                                                              {19200, B19200},
                                                              {38400, B38400},
                                                              {57600, B57600},
                                                              {115200, B115200}}};

speed_t speed_of(unsigned baud) {
    for (const auto& [rate, speed] : speeds) {
        if (rate == baud) return speed;
    }
    return B9600;
}

tcflag_t flags_of(SerialSettings::Format format) {
    switch (format) {
        case SerialSettings::Format::eight_none:
            return CS8;
        case SerialSettings::Format::seven_even:
            return CS7 | PARENB;
        case SerialSettings::Format::seven_odd:
            return CS7 | PARENB | PARODD;
        case SerialSettings::Format::eight_even:
            return CS8 | PARENB;
        case SerialSettings::Format::eight_odd:
            return CS8 | PARENB | PARODD;
    }
    return CS8;
}

}  // namespace

std::expected<std::unique_ptr<SerialLine>, DeviceFault> SerialLine::open(const std::filesystem::path& path,
                                                                         const SerialSettings& settings) {
    Descriptor line{::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    if (!line) return std::unexpected{device_fault(errno)};
    if (::isatty(line.number()) == 0) {
        return std::unexpected{DeviceFault{DeviceFault::Kind::unsuitable, "is not a serial line"}};
    }
    // TIOCEXCL does not keep root out, flock(2) does not keep programs out that do not ask.
    if (::flock(line.number(), LOCK_EX | LOCK_NB) != 0 || ::ioctl(line.number(), TIOCEXCL) != 0) {
        return std::unexpected{device_fault(errno)};
    }
    std::unique_ptr<SerialLine> opened{new SerialLine{std::move(line)}};
    if (!opened->set(settings)) return std::unexpected{device_fault(errno)};
    return opened;
}

SerialLine::~SerialLine() {
    // Where another program still has the line open, the kernel would keep it exclusive.
    ::ioctl(line_.number(), TIOCNXCL);
}

bool SerialLine::set(const SerialSettings& settings) const {
    termios line{};
    if (::tcgetattr(line_.number(), &line) != 0) return false;
    ::cfmakeraw(&line);
    line.c_cflag &= ~static_cast<tcflag_t>(CSIZE | CSTOPB | PARENB | PARODD | CRTSCTS);
    line.c_cflag |= CLOCAL | CREAD | flags_of(settings.format);
    return ::cfsetspeed(&line, speed_of(settings.baud)) == 0 && ::tcsetattr(line_.number(), TCSAFLUSH, &line) == 0;
}

Received SerialLine::read(SecretBytes& to) {
    const std::size_t size = to.size();
    to.resize(size + max_read);
    const ssize_t came = ::read(line_.number(), to.data() + size, max_read);
    const int error = errno;
    to.resize(size + (came > 0 ? static_cast<std::size_t>(came) : 0));
    const bool is_there = came > 0 || (came < 0 && (error == EAGAIN || error == EINTR));
    return is_there ? Received::octets : Received::gone;
}

bool SerialLine::write(std::string_view command) {
    const auto deadline = std::chrono::steady_clock::now() + command_deadline;
    while (!command.empty()) {
        const ssize_t written = ::write(line_.number(), command.data(), command.size());
        if (written > 0) {
            command.remove_prefix(static_cast<std::size_t>(written));
            continue;
        }
        if (written == 0 || (errno != EAGAIN && errno != EINTR)) return false;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left <= 0ms) return false;
        pollfd waited{.fd = line_.number(), .events = POLLOUT, .revents = 0};
        ::poll(&waited, 1, static_cast<int>(left.count()));
    }
    return true;
}

}  // namespace fivestar::scan
