// SPDX-License-Identifier: Apache-2.0
// Blocks of memory that is never swapped, never in a core dump, and overwritten where it is given back.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>

namespace fivestar::daemon {

/// Blocks of up to 64 KiB are cut from pages that are kept, and kept by size for the next who asks for as much; larger
/// ones are pages of their own. Any thread. A constant at first, and never torn down: it serves whoever asks before
/// main and after it.
class LockedBlocks {
  public:
    constexpr LockedBlocks() = default;

    /// At least so many octets, aligned for everything; null where there are no more. What is in them is unspecified.
    [[nodiscard]] void* allocate(std::size_t size) noexcept;
    /// Likewise, aligned to `alignment`, a power of two.
    [[nodiscard]] void* allocate(std::size_t size, std::size_t alignment) noexcept;
    /// Of a block of `allocate`: overwrites it. Null is nothing. Ends the process if the block has been released
    /// before.
    void release(void* block) noexcept;
    /// The octets that may be used of a block of `allocate`, as many as were asked for or more.
    [[nodiscard]] static std::size_t usable_size(const void* block) noexcept;

    /// Whether the kernel has locked all that was asked for so far. Where it refuses memory is used all the same.
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
    std::byte* rest_ = nullptr;           ///< of the pages taken last: what has not been cut yet
    std::size_t rest_size_ = 0;
    std::atomic<bool> all_locked_ = true;
};

}  // namespace fivestar::daemon
