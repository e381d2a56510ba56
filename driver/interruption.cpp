// SPDX-License-Identifier: Apache-2.0
#include "driver/interruption.hpp"

#include <cstdint>
#include <new>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace fivestar::driver {

Interruption::Interruption() : event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
    if (event_ < 0) throw std::bad_alloc{};
}

Interruption::~Interruption() {
    ::close(event_);
}

// NOLINTNEXTLINE(readability-make-member-function-const): it changes what everybody sees of it
void Interruption::request() noexcept {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(event_, &one, sizeof one);
}

bool Interruption::requested() const noexcept {
    pollfd waited{.fd = event_, .events = POLLIN, .revents = 0};
    return ::poll(&waited, 1, 0) == 1;
}

}  // namespace fivestar::driver
