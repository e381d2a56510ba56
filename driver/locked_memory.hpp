// SPDX-License-Identifier: Apache-2.0
// Memory for card data: never in a core dump, zeroized on release, and never swapped unless the kernel refuses to lock
// it (RLIMIT_MEMLOCK).
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstddef>

namespace fivestar::driver {

class LockedMemory {
  public:
    /// `size` zero octets in their own pages. Throws std::bad_alloc if the kernel has no memory.
    explicit LockedMemory(std::size_t size);
    LockedMemory(const LockedMemory&) = delete;
    LockedMemory& operator=(const LockedMemory&) = delete;
    ~LockedMemory();

    [[nodiscard]] MutableByteView octets() { return {memory_, size_}; }
    /// Overwrites all octets with zeros.
    void wipe() noexcept;

  private:
    std::uint8_t* memory_;
    std::size_t size_;
};

}  // namespace fivestar::driver
