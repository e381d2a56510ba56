// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/locked_blocks.hpp"

#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>
#include <sanitizer/asan_interface.h>
#include <sys/mman.h>

namespace fivestar::daemon {

/// The header in front of each block.
struct alignas(std::max_align_t) LockedBlocks::Head {
    std::size_t whole;  ///< octets of head and block; 0 if the block is free
    union {
        Head* next;          ///< the next free block
        std::size_t before;  ///< octets skipped at the start of a block to align it
    };
};

namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FIVESTAR_ADDRESS_SANITIZER
#endif
#endif

// The address sanitizer does not know these blocks, so free blocks and a gap behind each block are poisoned.
#ifdef FIVESTAR_ADDRESS_SANITIZER
constexpr std::size_t gap = 16;
#else
constexpr std::size_t gap = 0;
#endif

constexpr std::size_t unit = alignof(std::max_align_t);
constexpr std::size_t page = 4096;  // the smallest page size; the kernel rounds up
constexpr std::size_t pages_at_once = std::size_t{256} * 1024;

// Sizes, head included: every multiple of 16 up to 1 KiB, then four sizes for each doubling, up to 64 KiB.
constexpr std::size_t fine_sizes = 64;
constexpr std::size_t largest_fine = fine_sizes * unit;
constexpr std::size_t steps_shift = 2;
constexpr std::size_t first_doubling = 10;
constexpr std::size_t largest_kept = std::size_t{64} * 1024;

constexpr std::size_t index_of(std::size_t whole) {
    if (whole <= largest_fine) return (whole + unit - 1) / unit - 1;
    const auto doubling = static_cast<std::size_t>(std::bit_width(whole - 1)) - 1;
    const std::size_t step = (whole - 1) >> (doubling - steps_shift) & 3;
    return fine_sizes + ((doubling - first_doubling) << steps_shift) + step;
}

constexpr std::size_t size_of(std::size_t index) {
    if (index < fine_sizes) return (index + 1) * unit;
    const std::size_t coarse = index - fine_sizes;
    return ((coarse & 3) + 5) << ((coarse >> steps_shift) + first_doubling - steps_shift);
}

static_assert(size_of(index_of(largest_fine)) == largest_fine && size_of(index_of(largest_fine + 1)) == 1280);
static_assert(index_of(largest_kept) == LockedBlocks::sizes - 1 && size_of(LockedBlocks::sizes - 1) == largest_kept);

}  // namespace

void* LockedBlocks::allocate(std::size_t size) noexcept {
    if (size > std::numeric_limits<std::size_t>::max() / 2) return nullptr;
    const std::size_t wanted = sizeof(Head) + size + gap;
    Head* head = nullptr;
    std::size_t whole = (wanted + page - 1) & ~(page - 1);
    if (wanted <= largest_kept) {
        const std::size_t index = index_of(wanted);
        whole = size_of(index);
        const std::lock_guard lock{mutex_};
        head = take(index);
    } else if (std::byte* const own = pages(whole)) {
        head = ::new (own) Head;
    }
    if (head == nullptr) return nullptr;
    ASAN_UNPOISON_MEMORY_REGION(head, sizeof(Head) + size);
    head->whole = whole;
    head->before = 0;
    return head + 1;
}

void* LockedBlocks::allocate(std::size_t size, std::size_t alignment) noexcept {
    if (alignment <= unit) return allocate(size);
    if (size > std::numeric_limits<std::size_t>::max() / 2 - alignment) return nullptr;
    auto* const block = static_cast<std::byte*>(allocate(size + alignment));
    if (block == nullptr) return nullptr;
    const std::size_t skipped = alignment - reinterpret_cast<std::uintptr_t>(block) % alignment;
    auto* const aligned = block + skipped;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): at least 16 octets were skipped
    auto* const head = ::new (aligned - sizeof(Head)) Head;
    head->whole = usable_size(block) - skipped + sizeof(Head) + gap;
    head->before = skipped;
    return aligned;
}

void LockedBlocks::release(void* block) noexcept {
    if (block == nullptr) return;
    auto* head = static_cast<Head*>(block) - 1;
    if (head->whole == 0) std::abort();
    if (head->before != 0) {
        void* const beginning = static_cast<std::byte*>(block) - head->before;
        head = static_cast<Head*>(beginning) - 1;
    }
    const std::size_t whole = head->whole;
    ASAN_UNPOISON_MEMORY_REGION(head, whole);
    ::explicit_bzero(head, whole);
    if (whole > largest_kept) {
        const int error = errno;
        ::munmap(head, whole);
        errno = error;
    } else {
        const std::lock_guard lock{mutex_};
        keep(head, index_of(whole));
    }
}

std::size_t LockedBlocks::usable_size(const void* block) noexcept {
    return (static_cast<const Head*>(block) - 1)->whole - sizeof(Head) - gap;
}

LockedBlocks::Head* LockedBlocks::take(std::size_t index) noexcept {
    if (Head* const head = free_[index]) {
        ASAN_UNPOISON_MEMORY_REGION(head, sizeof(Head));
        free_[index] = head->next;
        return head;
    }
    const std::size_t whole = size_of(index);
    if (rest_size_ < whole) {
        std::byte* const more = pages(pages_at_once);
        if (more == nullptr) return nullptr;
        keep_rest();
        rest_ = more;
        rest_size_ = pages_at_once;
    }
    std::byte* const block = rest_;
    rest_ += whole;
    rest_size_ -= whole;
    ASAN_UNPOISON_MEMORY_REGION(block, sizeof(Head));
    return ::new (block) Head;
}

void LockedBlocks::keep(Head* head, std::size_t index) noexcept {
    head->next = free_[index];
    free_[index] = head;
    ASAN_POISON_MEMORY_REGION(head, size_of(index));
}

void LockedBlocks::keep_rest() noexcept {
    while (rest_size_ >= sizeof(Head)) {
        std::size_t index = index_of(rest_size_);
        if (size_of(index) > rest_size_) --index;
        ASAN_UNPOISON_MEMORY_REGION(rest_, sizeof(Head));
        keep(::new (rest_) Head{.whole = 0, .next = nullptr}, index);
        rest_ += size_of(index);
        rest_size_ -= size_of(index);
    }
}

std::byte* LockedBlocks::pages(std::size_t size) noexcept {
    void* const memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return nullptr;
    if (::mlock2(memory, size, 0) != 0) all_locked_ = false;  // the sanitizers disable mlock
    ::madvise(memory, size, MADV_DONTDUMP);
    ASAN_POISON_MEMORY_REGION(memory, size);
    return static_cast<std::byte*>(memory);
}

}  // namespace fivestar::daemon
