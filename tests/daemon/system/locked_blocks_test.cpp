// SPDX-License-Identifier: Apache-2.0
#include "daemon/system/locked_blocks.hpp"

#include "tests/daemon/system/mapping_flags.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::daemon {
namespace {

// Static like the heap itself, so that the leak checker always finds its pages.
constinit LockedBlocks blocks;

TEST(LockedBlocks, HoldTheRequestedSize) {
    std::set<void*> held;
    for (std::size_t size = 0; size < 140'000; size += size < 2100 ? 1 : 977) {
        void* const block = blocks.allocate(size);
        ASSERT_NE(block, nullptr) << size;
        ASSERT_TRUE(held.insert(block).second) << size;
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % alignof(std::max_align_t), 0U) << size;
        EXPECT_GE(LockedBlocks::usable_size(block), size);
        std::memset(block, 0xA5, size);
    }
    for (void* const block : held) blocks.release(block);
}

TEST(LockedBlocks, WasteAQuarterAtMost) {
    for (std::size_t size = 256; size < 60'000; size += 131) {
        void* const block = blocks.allocate(size);
        EXPECT_LE(LockedBlocks::usable_size(block), size + size / 4 + 16) << size;
        blocks.release(block);
    }
}

TEST(LockedBlocks, AreUsedAgain) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{100}, std::size_t{5'000}, std::size_t{60'000}}) {
        void* const block = blocks.allocate(size);
        blocks.release(block);
        EXPECT_EQ(blocks.allocate(size), block) << size;
        blocks.release(block);
    }
}

TEST(LockedBlocks, AreAlignedAsRequested) {
    for (std::size_t alignment = 1; alignment <= 65'536; alignment *= 2) {
        for (const std::size_t size : {std::size_t{1}, std::size_t{333}, std::size_t{70'000}}) {
            void* const block = blocks.allocate(size, alignment);
            ASSERT_NE(block, nullptr);
            EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % alignment, 0U);
            EXPECT_GE(LockedBlocks::usable_size(block), size);
            std::memset(block, 0xA5, size);
            EXPECT_TRUE(has_flag(block, "lo") && has_flag(block, "dd")) << flags_of(block);
            blocks.release(block);
        }
    }
}

TEST(LockedBlocks, CanRunOut) {
    for (const std::size_t size :
         {std::numeric_limits<std::size_t>::max(), std::numeric_limits<std::size_t>::max() - 64,
          std::numeric_limits<std::size_t>::max() / 4}) {
        EXPECT_EQ(blocks.allocate(size), nullptr);
        EXPECT_EQ(blocks.allocate(size, 4096), nullptr);
    }
    EXPECT_EQ(blocks.allocate(1, std::size_t{1} << 63), nullptr);
}

TEST(LockedBlocksDeath, BlocksAreReleasedOnce) {
    for (const std::size_t alignment : {std::size_t{16}, std::size_t{64}}) {
        EXPECT_DEATH(
            {
                void* const block = blocks.allocate(100, alignment);
                void* const neighbour = blocks.allocate(100, alignment);
                blocks.release(block);
                blocks.release(neighbour);
                blocks.release(block);
            },
            "");
    }
}

}  // namespace
}  // namespace fivestar::daemon
