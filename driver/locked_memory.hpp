// Memory for what a card said: never swapped, never in a core dump, zeroized when it is released.
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstddef>

namespace fivestar::driver {

class LockedMemory {
  public:
    /// `size` octets of zeros, in pages of their own. Throws std::bad_alloc where the kernel has no more.
    explicit LockedMemory(std::size_t size);
    LockedMemory(const LockedMemory&) = delete;
    LockedMemory& operator=(const LockedMemory&) = delete;
    ~LockedMemory();

    /// False where the kernel refused to lock it (RLIMIT_MEMLOCK); it is used all the same.
    [[nodiscard]] bool is_locked() const { return locked_; }
    [[nodiscard]] MutableByteView octets() { return {memory_, size_}; }
    [[nodiscard]] ByteView octets() const { return {memory_, size_}; }
    /// Overwrites all of it with zeros.
    void wipe() noexcept;

  private:
    std::uint8_t* memory_;
    std::size_t size_;
    bool locked_;
};

}  // namespace fivestar::driver
