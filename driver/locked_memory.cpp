// SPDX-License-Identifier: Apache-2.0
#include "driver/locked_memory.hpp"

#include "crypto/base/zeroized.hpp"

#include <new>
#include <sys/mman.h>

namespace fivestar::driver {

LockedMemory::LockedMemory(std::size_t size) : size_{size} {
    void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc{};
    memory_ = static_cast<std::uint8_t*>(memory);
    (void)::mlock(memory, size);
    ::madvise(memory, size, MADV_DONTDUMP);
}

LockedMemory::~LockedMemory() {
    wipe();
    ::munmap(memory_, size_);
}

void LockedMemory::wipe() noexcept {
    zeroize(memory_, size_);
}

}  // namespace fivestar::driver
