#include "daemon/system/locked_heap.hpp"

#include <atomic>
#include <cstddef>
#include <cstring>
#include <limits>
#include <memory_resource>
#include <mutex>
#include <new>
#include <sanitizer/asan_interface.h>
#include <sys/mman.h>
#include <unistd.h>

namespace fivestar::daemon {
namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FIVESTAR_ADDRESS_SANITIZER
#endif
#endif

// The address sanitizer knows nothing of a pool: it is told where a block ends, and that nobody may touch what is free.
#ifdef FIVESTAR_ADDRESS_SANITIZER
constexpr std::size_t gap = 16;
#else
constexpr std::size_t gap = 0;
#endif

constexpr std::size_t largest_pooled_block = std::size_t{16} * 1024;
constexpr std::size_t most_blocks_at_once = 128;

/// Precedes each block: delete is not always told the size.
struct alignas(std::max_align_t) BlockHead {
    std::size_t whole;  ///< octets, of head, block and gap
};

/// Whole pages, locked.
class LockedPages final : public std::pmr::memory_resource {
  public:
    [[nodiscard]] bool all_locked() const { return all_locked_; }

  private:
    void* do_allocate(std::size_t size, std::size_t) override {
        const std::size_t whole = in_pages(size);
        void* const pages = whole < size
                                ? MAP_FAILED
                                : ::mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED) throw std::bad_alloc{};
        if (::mlock2(pages, whole, 0) != 0) all_locked_ = false;  // mlock, which the sanitizers make do nothing
        ::madvise(pages, whole, MADV_DONTDUMP);
        return pages;
    }
    void do_deallocate(void* pages, std::size_t size, std::size_t) override {
        ASAN_UNPOISON_MEMORY_REGION(pages, in_pages(size));
        ::munmap(pages, in_pages(size));
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

    [[nodiscard]] std::size_t in_pages(std::size_t size) const { return (size + page_size_ - 1) & ~(page_size_ - 1); }

    const std::size_t page_size_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    std::atomic<bool> all_locked_ = true;
};

struct Pool {
    LockedPages pages = {};
    std::mutex mutex = {};
    std::pmr::unsynchronized_pool_resource blocks{
        {.max_blocks_per_chunk = most_blocks_at_once, .largest_required_pool_block = largest_pooled_block}, &pages};
};

/// Never destroyed: objects of static storage give their memory back until the very end.
Pool& pool() {
    alignas(Pool) static std::byte storage[sizeof(Pool)];  // NOLINT(modernize-avoid-c-arrays): no object yet
    static Pool& only = *new (storage) Pool;
    return only;
}

/// A multiple of the alignment: the pools of g++ 12's standard library align blocks of other sizes less.
std::size_t whole_size(std::size_t size) {
    constexpr std::size_t unit = alignof(std::max_align_t);
    if (size > std::numeric_limits<std::size_t>::max() - sizeof(BlockHead) - gap - unit) throw std::bad_alloc{};
    return (sizeof(BlockHead) + size + gap + unit - 1) / unit * unit;
}

void* allocate(std::size_t size) {
    const std::size_t whole = whole_size(size);
    Pool& from = pool();
    const std::lock_guard lock{from.mutex};
    auto* const head = static_cast<BlockHead*>(from.blocks.allocate(whole, alignof(BlockHead)));
    ASAN_UNPOISON_MEMORY_REGION(head, whole);
    head->whole = whole;
    void* const block = head + 1;
    ASAN_POISON_MEMORY_REGION(static_cast<std::byte*>(block) + size, whole - sizeof(BlockHead) - size);
    return block;
}

void release(void* block) noexcept {
    if (block == nullptr) return;
    auto* const head = static_cast<BlockHead*>(block) - 1;
    const std::size_t whole = head->whole;
    ASAN_UNPOISON_MEMORY_REGION(head, whole);
    ::explicit_bzero(head, whole);
    ASAN_POISON_MEMORY_REGION(head, whole);
    Pool& to = pool();
    const std::lock_guard lock{to.mutex};
    to.blocks.deallocate(head, whole, alignof(BlockHead));
}

void* allocate_or_null(std::size_t size) noexcept {
    try {
        return allocate(size);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

}  // namespace

bool heap_is_locked() {
    return pool().pages.all_locked();
}

}  // namespace fivestar::daemon

// Every form but those for stricter alignment, which nothing here asks for: the sanitizers have forms of their own that
// do not lead to the plain ones.

void* operator new(std::size_t size) {
    return fivestar::daemon::allocate(size);
}
void* operator new[](std::size_t size) {
    return fivestar::daemon::allocate(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return fivestar::daemon::allocate_or_null(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return fivestar::daemon::allocate_or_null(size);
}
void operator delete(void* block) noexcept {
    fivestar::daemon::release(block);
}
void operator delete[](void* block) noexcept {
    fivestar::daemon::release(block);
}
void operator delete(void* block, std::size_t) noexcept {
    fivestar::daemon::release(block);
}
void operator delete[](void* block, std::size_t) noexcept {
    fivestar::daemon::release(block);
}
void operator delete(void* block, const std::nothrow_t&) noexcept {
    fivestar::daemon::release(block);
}
void operator delete[](void* block, const std::nothrow_t&) noexcept {
    fivestar::daemon::release(block);
}
