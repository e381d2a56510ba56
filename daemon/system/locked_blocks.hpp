// SPDX-License-Identifier: Apache-2.0
// Allocates memory that is never swapped, never in a core dump, and zeroized when it is released.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>

namespace fivestar::daemon {

/// Blocks of up to 64 KiB are cut from pages that are never given back, and are reused by size. Larger blocks have
/// pages of their own. Any thread. Constant-initialized and never destroyed, so it works before and after main.
class LockedBlocks {
  public:
    constexpr LockedBlocks() = default;

    /// Returns at least `size` octets with fundamental alignment, not initialized; null if memory is exhausted.
    [[nodiscard]] void* allocate(std::size_t size) noexcept;
    /// The same, aligned to `alignment`, a power of two.
    [[nodiscard]] void* allocate(std::size_t size, std::size_t alignment) noexcept;
    /// Zeroizes and frees a block of `allocate`, or null. Aborts if the block was released before.
    void release(void* block) noexcept;
    /// Returns the usable octets of a block of `allocate`, at least the size requested.
    [[nodiscard]] static std::size_t usable_size(const void* block) noexcept;

    /// False once the kernel has refused to lock memory (RLIMIT_MEMLOCK). Such memory is used all the same.
    [[nodiscard]] bool all_locked() const noexcept { return all_locked_; }

    static constexpr std::size_t sizes = 88;

  private:
    struct Head;

    Head* take(std::size_t index) noexcept;
    void keep(Head* head, std::size_t index) noexcept;
    void keep_rest() noexcept;
    std::byte* pages(std::size_t size) noexcept;

    std::mutex mutex_ = {};
    std::array<Head*, sizes> free_ = {};  ///< by size, each the first of a list
    std::byte* rest_ = nullptr;           ///< the part of the latest pages that is not cut yet
    std::size_t rest_size_ = 0;
    std::atomic<bool> all_locked_ = true;
};

}  // namespace fivestar::daemon
