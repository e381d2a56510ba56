// SPDX-License-Identifier: Apache-2.0
// Memory for card data: never swapped, never in a core dump, zeroized on release.
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

    /// False if the kernel refused to lock the memory (RLIMIT_MEMLOCK); it is used anyway.
    [[nodiscard]] bool is_locked() const { return locked_; }
    [[nodiscard]] MutableByteView octets() { return {memory_, size_}; }
    [[nodiscard]] ByteView octets() const { return {memory_, size_}; }
    /// Overwrites all octets with zeros.
    void wipe() noexcept;

  private:
    std::uint8_t* memory_;
    std::size_t size_;
    bool locked_;
};

}  // namespace fivestar::driver
