// SPDX-License-Identifier: Apache-2.0
// Ends waits on a port when its reader is closed.
#pragma once

namespace fivestar::driver {

class Interruption {
  public:
    /// Throws std::bad_alloc if the process has no free descriptor.
    Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
    ~Interruption();

    /// Permanent. Thread-safe.
    void request() noexcept;
    [[nodiscard]] bool requested() const noexcept;
    /// A descriptor that is readable after `request`.
    [[nodiscard]] int descriptor() const { return event_; }

  private:
    int event_;
};

}  // namespace fivestar::driver
