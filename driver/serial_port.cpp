// SPDX-License-Identifier: Apache-2.0
#include "driver/serial_port.hpp"

#include "samv/module.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace fivestar::driver {
namespace {

constexpr std::int64_t bits_of_an_octet = 10;  // with start and stop bit

struct RateSetting {
    speed_t speed;
    unsigned baud;
};

// In the order of samv::Rate.
constexpr std::array settings{RateSetting{B115200, 115200}, RateSetting{B57600, 57600}, RateSetting{B38400, 38400},
                              RateSetting{B19200, 19200}, RateSetting{B9600, 9600}};

// A module answers within a few milliseconds; at 9,600 baud request and reply take 22 ms.
constexpr std::chrono::milliseconds longest_answer{300};

constexpr std::array rates{samv::Rate::baud_115200, samv::Rate::baud_57600, samv::Rate::baud_38400,
                           samv::Rate::baud_19200, samv::Rate::baud_9600};

bool is_silence(ErrorCode code) {
    return code == ErrorCode::deadline_exceeded || code == ErrorCode::malformed;
}

}  // namespace

Result<samv::Rate> detect_rate(RatedPort& port, const Clock& clock) {
    for (const samv::Rate rate : rates) {
        if (const auto set = port.set_rate(rate); !set) return std::unexpected{set.error()};
        samv::Module module{port, clock};
        const auto reply = module.exchange(samv::module_status, longest_answer);
        if (reply) return rate;
        if (!is_silence(reply.error().code)) return std::unexpected{reply.error()};
    }
    return fail(ErrorCode::deadline_exceeded);
}

Result<std::unique_ptr<SerialPort>> SerialPort::open(const std::string& path, const Interruption& interruption) {
    const int line = ::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (line < 0) {
        const bool gone = errno == ENOENT || errno == ENXIO || errno == ENODEV || errno == EIO;
        return fail(gone ? ErrorCode::reader_lost : ErrorCode::io_failure);
    }
    std::unique_ptr<SerialPort> port{new SerialPort{line, interruption}};
    ::ioctl(line, TIOCEXCL);
    if (const auto set = port->set_rate(samv::Rate::baud_115200); !set) return std::unexpected{set.error()};
    return port;
}

SerialPort::~SerialPort() {
    // Where another program still holds the line, the kernel would keep it exclusive, even against this driver.
    ::ioctl(line_, TIOCNXCL);
    ::close(line_);
}

Result<void> SerialPort::set_rate(samv::Rate rate) {
    const RateSetting& setting = settings.at(static_cast<std::size_t>(rate));
    termios line{};
    if (::tcgetattr(line_, &line) != 0) return fail(errno == EIO ? ErrorCode::reader_lost : ErrorCode::io_failure);
    ::cfmakeraw(&line);
    line.c_cflag |= CLOCAL | CREAD;
    line.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | PARENB | CRTSCTS);
    if (::cfsetspeed(&line, setting.speed) != 0 || ::tcsetattr(line_, TCSANOW, &line) != 0) {
        return fail(errno == EIO ? ErrorCode::reader_lost : ErrorCode::io_failure);
    }
    baud_ = setting.baud;
    return {};
}

Result<void> SerialPort::wait(short events, SteadyTime deadline) const {
    std::array<pollfd, 2> waited{{{.fd = line_, .events = events, .revents = 0},
                                  {.fd = interruption_.descriptor(), .events = POLLIN, .revents = 0}}};
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        const int ready = ::poll(waited.data(), waited.size(),
                                 static_cast<int>(std::max(left, std::chrono::milliseconds{0}).count()));
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) return fail(ErrorCode::io_failure);
        if (ready == 0) return fail(ErrorCode::deadline_exceeded);
        if (waited[1].revents != 0) return fail(ErrorCode::cancelled);
        if ((waited[0].revents & events) != 0) return {};
        return fail(ErrorCode::reader_lost);  // POLLHUP, POLLERR
    }
}

Result<void> SerialPort::write(ByteView frame, SteadyTime deadline) {
    while (!frame.empty()) {
        if (const auto ready = wait(POLLOUT, deadline); !ready) return ready;
        const ssize_t written = ::write(line_, frame.data(), frame.size());
        if (written > 0) {
            frame = frame.subspan(static_cast<std::size_t>(written));
        } else if (errno != EINTR && errno != EAGAIN) {
            return fail(ErrorCode::reader_lost);
        }
    }
    return {};
}

Result<std::size_t> SerialPort::read(MutableByteView into, SteadyTime deadline) {
    while (true) {
        if (const auto ready = wait(POLLIN, deadline); !ready) return std::unexpected{ready.error()};
        const ssize_t came = ::read(line_, into.data(), into.size());
        if (came > 0) return static_cast<std::size_t>(came);
        // End of file: the line was unplugged.
        if (came == 0 || (errno != EINTR && errno != EAGAIN)) return fail(ErrorCode::reader_lost);
    }
}

void SerialPort::discard() {
    ::tcflush(line_, TCIFLUSH);
}

std::chrono::nanoseconds SerialPort::wire_time(std::size_t octets) const {
    return std::chrono::nanoseconds{std::chrono::seconds{1}} * (bits_of_an_octet * static_cast<std::int64_t>(octets)) /
           baud_;
}

Result<std::unique_ptr<samv::Port>> SerialPortSource::open(const Interruption& interruption) {
    auto port = SerialPort::open(path_, interruption);
    if (!port) return std::unexpected{port.error()};
    if (const auto rate = detect_rate(**port, clock_); !rate) return std::unexpected{rate.error()};
    return std::move(*port);
}

}  // namespace fivestar::driver
