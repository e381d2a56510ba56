// SPDX-License-Identifier: Apache-2.0
// malloc and free of this program are the locked heap's. It is built without sanitizers, which have their own.
#include "tests/daemon/system/mapping_flags.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <malloc.h>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace fivestar {
namespace {

// Volatile, so that the compiler does not optimise malloc and free away.
void* (*volatile const allocate)(std::size_t) = std::malloc;
void (*volatile const release)(void*) = std::free;

struct Release {
    void operator()(void* block) const { release(block); }
};
using Block = std::unique_ptr<char, Release>;

Block block_of(void* memory) {
    return Block{static_cast<char*>(memory)};
}

bool is_kept(const void* block) {
    return has_flag(block, "lo") && has_flag(block, "dd");
}

TEST(LockedCHeap, IsNeitherSwappedNorDumped) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{500}, std::size_t{20'000}, std::size_t{200'000}}) {
        EXPECT_TRUE(is_kept(block_of(allocate(size)).get())) << size;
    }
    EXPECT_TRUE(is_kept(block_of(::strdup("SPECIMEN")).get())) << "memory that the C library allocates";
    char* line = nullptr;
    std::size_t size = 0;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen("/proc/self/status", "r"), std::fclose};
    ASSERT_GT(::getline(&line, &size, file.get()), 0);
    EXPECT_TRUE(is_kept(block_of(line).get()));
}

TEST(LockedCHeap, IsTheOnlyOne) {
    std::ifstream maps{"/proc/self/maps"};
    for (std::string line; std::getline(maps, line);) EXPECT_FALSE(line.contains("[heap]")) << line;
}

TEST(LockedCHeap, ZeroizesReleasedMemory) {
    void* const memory = allocate(200);
    std::memset(memory, 'S', 200);
    const auto* const volatile address = static_cast<const volatile char*>(memory);
    release(memory);
    for (int at = 0; at < 200; ++at) EXPECT_EQ(address[at], 0) << at;
}

TEST(LockedCHeap, ReturnsZerosFromCalloc) {
    release(std::memset(allocate(5'000), 'S', 5'000));
    const Block block = block_of(std::calloc(50, 100));
    EXPECT_EQ(std::string(block.get(), 5'000), std::string(5'000, '\0'));
    const std::size_t volatile half = std::numeric_limits<std::size_t>::max() / 2;
    errno = 0;
    EXPECT_EQ(std::calloc(half, 3), nullptr);
    EXPECT_EQ(errno, ENOMEM);
}

TEST(LockedCHeap, ResizesBlocks) {
    void* block = std::realloc(nullptr, 10);
    std::memcpy(block, "SPECIMEN", 9);
    for (const std::size_t size :
         {std::size_t{12}, std::size_t{900}, std::size_t{40'000}, std::size_t{300'000}, std::size_t{9}}) {
        void* const resized = std::realloc(block, size);
        ASSERT_NE(resized, nullptr);
        block = resized;
        EXPECT_STREQ(static_cast<char*>(block), "SPECIMEN");
        EXPECT_GE(::malloc_usable_size(block), size);
    }
    const std::size_t volatile much = std::numeric_limits<std::size_t>::max() / 4;
    errno = 0;
    EXPECT_EQ(std::realloc(block, much), nullptr);
    EXPECT_EQ(errno, ENOMEM);
    EXPECT_STREQ(static_cast<char*>(block), "SPECIMEN") << "a block that cannot grow stays as it is";
    EXPECT_EQ(std::realloc(block, 0), nullptr);
    EXPECT_EQ(::malloc_usable_size(nullptr), 0U);
}

TEST(LockedCHeap, AlignsBlocks) {
    for (std::size_t alignment = sizeof(void*); alignment <= 8192; alignment *= 2) {
        void* posix = nullptr;
        ASSERT_EQ(::posix_memalign(&posix, alignment, 100), 0);
        for (void* const memory : {posix, std::aligned_alloc(alignment, alignment), ::memalign(alignment, 100)}) {
            EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % alignment, 0U);
            EXPECT_TRUE(is_kept(block_of(memory).get()));
        }
    }
    void* none = nullptr;
    EXPECT_EQ(::posix_memalign(&none, 24, 100), EINVAL);
    EXPECT_EQ(::posix_memalign(&none, 16, std::numeric_limits<std::size_t>::max() - 8), ENOMEM);
    EXPECT_EQ(none, nullptr);
}

}  // namespace
}  // namespace fivestar
