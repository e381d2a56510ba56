// SPDX-License-Identifier: Apache-2.0
#include "tests/driver/serial_module.hpp"

#include "samv/frame.hpp"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <termios.h>
#include <unistd.h>

namespace fivestar::test {

SerialModule::SerialModule(FakeModule& module) : module_{module} {
    plug();
}

SerialModule::~SerialModule() {
    unplug();
}

void SerialModule::plug() {
    master_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0) throw std::runtime_error{"pty"};
    std::array<char, 64> name{};
    if (::ptsname_r(master_, name.data(), name.size()) != 0) throw std::runtime_error{"ptsname"};
    if (::symlink(name.data(), path_.c_str()) != 0) throw std::runtime_error{"symlink"};
    stop_ = false;
    thread_ = std::thread{[this] { serve(); }};
}

void SerialModule::unplug() {
    if (master_ < 0) return;
    stop_ = true;
    thread_.join();
    ::unlink(path_.c_str());
    ::close(master_);
    master_ = -1;
}

void SerialModule::serve() {
    samv::FrameParser parser;
    std::array<std::uint8_t, 256> piece{};
    while (!stop_) {
        pollfd waited{.fd = master_, .events = POLLIN, .revents = 0};
        if (::poll(&waited, 1, 5) <= 0 || (waited.revents & POLLIN) == 0) {
            ::usleep(1000);  // no program has opened the line
            continue;
        }
        const ssize_t came = ::read(master_, piece.data(), piece.size());
        if (came <= 0) continue;
        parser.feed(ByteView{piece}.first(static_cast<std::size_t>(came)));
        while (const auto content = parser.next()) {
            Bytes rest = module_.answer(samv::encode_frame(content->view()));
            while (!rest.empty() && !stop_) {
                const ssize_t went = ::write(master_, rest.data(), rest.size());
                if (went <= 0) break;
                rest.erase(rest.begin(), rest.begin() + went);
            }
        }
    }
}

}  // namespace fivestar::test
