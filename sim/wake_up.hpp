// SPDX-License-Identifier: Apache-2.0
// An event that wakes a thread in poll(2).
#pragma once

#include "crypto/base/descriptor.hpp"

namespace fivestar::sim {

/// Owns an eventfd.
class WakeUp {
  public:
    WakeUp();
    void signal() const;
    /// Resets the event.
    void drain() const;
    [[nodiscard]] int number() const { return descriptor_.number(); }

  private:
    Descriptor descriptor_;
};

}  // namespace fivestar::sim
