// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/locked_heap.hpp"

#include "daemon/system/locked_blocks.hpp"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <malloc.h>
#include <new>
#include <type_traits>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define FIVESTAR_KEEPS_MALLOC
#endif
#endif

namespace fivestar::daemon {
namespace {

// The dynamic loader allocates before any constructor runs, and static objects release memory until the process ends.
constinit LockedBlocks heap;
static_assert(std::is_trivially_destructible_v<LockedBlocks>);

void* allocate_or_throw(std::size_t size) {
    void* const block = heap.allocate(size);
    if (block == nullptr) throw std::bad_alloc{};
    return block;
}

}  // namespace

bool heap_is_locked() {
    return heap.all_locked();
}

}  // namespace fivestar::daemon

using fivestar::daemon::allocate_or_throw;
using fivestar::daemon::heap;

// All forms except those for stricter alignment, which nothing here uses. Each form is needed, because the sanitizers'
// own forms do not call the plain ones.

void* operator new(std::size_t size) {
    return allocate_or_throw(size);
}
void* operator new[](std::size_t size) {
    return allocate_or_throw(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return heap.allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return heap.allocate(size);
}
void operator delete(void* block) noexcept {
    heap.release(block);
}
void operator delete[](void* block) noexcept {
    heap.release(block);
}
void operator delete(void* block, std::size_t) noexcept {
    heap.release(block);
}
void operator delete[](void* block, std::size_t) noexcept {
    heap.release(block);
}
void operator delete(void* block, const std::nothrow_t&) noexcept {
    heap.release(block);
}
void operator delete[](void* block, const std::nothrow_t&) noexcept {
    heap.release(block);
}

#ifndef FIVESTAR_KEEPS_MALLOC

// The functions that the manual of the GNU C library wants replaced together ("Replacing malloc"), and the others that
// return memory for `free`.
extern "C" {

void* malloc(std::size_t size) noexcept {
    void* const block = heap.allocate(size);
    if (block == nullptr) errno = ENOMEM;
    return block;
}

void free(void* block) noexcept {
    heap.release(block);
}

void* calloc(std::size_t count, std::size_t size) noexcept {
    std::size_t whole = 0;
    void* const block = __builtin_mul_overflow(count, size, &whole) ? nullptr : heap.allocate(whole);
    if (block == nullptr) {
        errno = ENOMEM;
        return nullptr;
    }
    return std::memset(block, 0, whole);
}

void* realloc(void* block, std::size_t size) noexcept {
    if (block == nullptr) return malloc(size);
    if (size == 0) {
        heap.release(block);
        return nullptr;
    }
    const std::size_t usable = fivestar::daemon::LockedBlocks::usable_size(block);
    // A block is not copied to save less than half of it.
    if (size <= usable && size >= usable / 2) return block;
    void* const other = malloc(size);
    if (other == nullptr) return nullptr;
    std::memcpy(other, block, std::min(size, usable));
    heap.release(block);
    return other;
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) noexcept {
    if (!std::has_single_bit(alignment) || alignment % sizeof(void*) != 0) return EINVAL;
    void* const aligned = heap.allocate(size, alignment);
    if (aligned == nullptr) return ENOMEM;
    *block = aligned;
    return 0;
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
    void* const block = alignment > std::numeric_limits<std::size_t>::max() / 4
                            ? nullptr
                            : heap.allocate(size, std::bit_ceil(alignment));
    if (block == nullptr) errno = ENOMEM;
    return block;
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    return memalign(alignment, size);
}

std::size_t malloc_usable_size(void* block) noexcept {
    return block == nullptr ? 0 : fivestar::daemon::LockedBlocks::usable_size(block);
}

}  // extern "C"

#endif
