// SPDX-License-Identifier: Apache-2.0
#include "sim/wake_up.hpp"

#include <cerrno>
#include <sys/eventfd.h>
#include <system_error>

namespace fivestar::sim {

WakeUp::WakeUp() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!descriptor_) throw std::system_error{errno, std::generic_category(), "eventfd"};
}

void WakeUp::signal() const {
    // Fails only if the counter is full; the waiting thread is then already awake.
    static_cast<void>(::eventfd_write(number(), 1));
}

void WakeUp::drain() const {
    eventfd_t signals = 0;
    static_cast<void>(::eventfd_read(number(), &signals));
}

}  // namespace fivestar::sim
