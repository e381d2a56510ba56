// SPDX-License-Identifier: Apache-2.0
// An event that wakes a thread in poll(2): an eventfd.
#pragma once

#include "crypto/base/descriptor.hpp"

#include <cerrno>
#include <sys/eventfd.h>
#include <system_error>

namespace fivestar::sim {

class WakeUp {
  public:
    WakeUp() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        if (!descriptor_) throw std::system_error{errno, std::generic_category(), "eventfd"};
    }
    /// Fails only if the counter is full; the waiting thread is then already awake.
    void signal() const { static_cast<void>(::eventfd_write(number(), 1)); }
    /// Resets the event.
    void drain() const {
        eventfd_t signals = 0;
        static_cast<void>(::eventfd_read(number(), &signals));
    }
    [[nodiscard]] int number() const { return descriptor_.number(); }

  private:
    Descriptor descriptor_;
};

}  // namespace fivestar::sim
