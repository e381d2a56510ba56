// SPDX-License-Identifier: Apache-2.0
// The heap of this program is the locked one.
#include "daemon/system/locked_heap.hpp"

#include "crypto/base/stack.hpp"
#include "tests/daemon/system/mapping_flags.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fivestar {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Reads a released block, which its pool still has. The address sanitizer would report that.
[[gnu::noinline, gnu::no_sanitize_address]] bool is_clean(const volatile char* block, std::size_t size) {
    for (std::size_t at = 0; at < size; ++at) {
        if (block[at] != 0) return false;
    }
    return true;
}

TEST(LockedHeap, IsNeitherSwappedNorDumped) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{500}, std::size_t{16384}, std::size_t{100'000}}) {
        const std::vector<char> block(size);
        EXPECT_TRUE(has_flag(block.data(), "lo")) << size << flags_of(block.data());
        EXPECT_TRUE(has_flag(block.data(), "dd")) << size << flags_of(block.data());
    }
    const auto object = std::make_shared<std::string>(100, 'x');
    EXPECT_TRUE(has_flag(object->data(), "lo"));
    EXPECT_TRUE(daemon::heap_is_locked());
    const int on_stack = 0;
    EXPECT_FALSE(has_flag(&on_stack, "dd")) << "the check can fail";
}

TEST(LockedHeap, ZeroizesReleasedMemory) {
    auto text = std::make_unique<std::string>(200, 'S');
    const volatile char* const memory = text->data();
    const auto neighbour = std::make_unique<std::string>(200, 'N');
    EXPECT_FALSE(is_clean(memory, 200)) << "the check can fail";
    text.reset();
    EXPECT_TRUE(is_clean(memory, 200));
}

TEST(LockedHeap, KeepsBlocksApart) {
    std::mt19937 engine{11};
    std::vector<std::pair<std::uint8_t*, std::size_t>> blocks;
    const auto release = [](std::uint8_t* memory) { ::operator delete(memory); };
    for (int count = 0; count < 2000; ++count) {
        const std::size_t size = engine() % (count % 50 == 0 ? 60'000 : 600) + 1;
        auto* const memory = static_cast<std::uint8_t*>(::operator new(size));
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % alignof(std::max_align_t), 0U);
        std::memset(memory, static_cast<int>(size % 251 + 1), size);
        blocks.emplace_back(memory, size);
        if (engine() % 2 == 0) {
            const auto [released, of_size] = blocks[engine() % blocks.size()];
            const auto expected = static_cast<std::uint8_t>(of_size % 251 + 1);
            ASSERT_TRUE(std::all_of(released, released + of_size, [&](auto octet) { return octet == expected; }));
            std::erase(blocks, std::pair{released, of_size});
            release(released);
        }
    }
    for (const auto& [memory, size] : blocks) release(memory);
}

TEST(LockedHeap, ServesThreadsAtOnce) {
    std::vector<std::jthread> threads;
    for (int number = 1; number <= 4; ++number) {
        threads.emplace_back([number] {
            for (std::size_t count = 1; count < 2000; ++count) {
                const std::vector<int> block(count, number);
                EXPECT_EQ(std::ranges::count(block, number), static_cast<std::ptrdiff_t>(count));
            }
        });
    }
}

TEST(LockedHeap, CanRunOut) {
    // Volatile, so that the compiler does not see that the size is impossible.
    for (const std::size_t volatile size :
         {std::numeric_limits<std::size_t>::max() / 4, std::numeric_limits<std::size_t>::max() - 64}) {
        EXPECT_THROW(::operator delete(::operator new(size)), std::bad_alloc);
        EXPECT_EQ(::operator new(size, std::nothrow), nullptr);
    }
}

/// Like a function that handles personal data: called with a locked stack.
[[gnu::noinline, gnu::no_sanitize_address]] std::string flags_of_a_deep_frame() {
    std::array<volatile char, 100'000> deep{};
    deep.front() = 'S';
    const volatile char* volatile const lowest = deep.data();
    return flags_of(const_cast<const char*>(lowest));
}

TEST(Stack, IsNeitherSwappedNorDumpedIfLocked) {
    const auto expect_kept = [] {
        EXPECT_THAT(flags_of_a_deep_frame(), Not(HasSubstr(" lo "))) << "the check can fail";
        lock_stack();
        EXPECT_THAT(flags_of_a_deep_frame(), AllOf(HasSubstr(" lo "), HasSubstr(" dd ")));
    };
    std::thread{expect_kept}.join();
    expect_kept();
}

TEST(UnusedStack, IsOverwritten) {
    // Reads a frame after its return, as a debugger or a core dump would. The mark is eight octets long, because the
    // addresses that are pushed there later have any single octet by chance.
    static constexpr std::uint64_t mark = 0x5350'4543'494D'454E;
    struct Frame {
        [[gnu::noinline, gnu::no_sanitize_address]] static const volatile std::uint64_t* leave() {
            std::array<volatile std::uint64_t, 8> local{};
            for (volatile std::uint64_t& each : local) each = mark;
            const volatile std::uint64_t* volatile address = local.data();
            return address;
        }
        [[gnu::noinline, gnu::no_sanitize_address]] static int count(const volatile std::uint64_t* memory) {
            int found = 0;
            for (int at = 0; at < 8; ++at) found += memory[at] == mark ? 1 : 0;
            return found;
        }
    };
    const volatile std::uint64_t* const memory = Frame::leave();
    const int before = Frame::count(memory);
    zeroize_unused_stack();
    EXPECT_GT(before, 0) << "the check can fail";
    EXPECT_EQ(Frame::count(memory), 0);
}

}  // namespace
}  // namespace fivestar
