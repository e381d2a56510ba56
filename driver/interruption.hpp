// SPDX-License-Identifier: Apache-2.0
// Ends waits on a port when its reader is closed.
#pragma once

#include "crypto/base/descriptor.hpp"

#include <new>
#include <poll.h>
#include <sys/eventfd.h>

namespace fivestar::driver {

class Interruption {
  public:
    /// Throws std::bad_alloc if the process has no free descriptor.
    Interruption() : event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
        if (!event_) throw std::bad_alloc{};
    }

    /// Permanent. Thread-safe.
    void request() const noexcept { ::eventfd_write(descriptor(), 1); }
    [[nodiscard]] bool requested() const noexcept {
        pollfd waited{.fd = descriptor(), .events = POLLIN, .revents = 0};
        return ::poll(&waited, 1, 0) == 1;
    }
    /// A descriptor that is readable after `request`.
    [[nodiscard]] int descriptor() const { return event_.number(); }

  private:
    Descriptor event_;
};

}  // namespace fivestar::driver
