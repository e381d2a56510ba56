// SPDX-License-Identifier: Apache-2.0
// The promises of the types for secrets, most of them to the compiler.
#include "crypto/base/zeroized.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdlib>
#include <new>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar {
namespace {

template <class T>
concept printable = requires(std::ostream& stream, const T& value) { stream << value; };
template <class T>
concept has_text = requires(const T& value) { to_string(value); };

template <class T>
constexpr bool keeps_to_itself =
    !std::copyable<T> && !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
    std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T> && !std::equality_comparable<T> &&
    !printable<T> && !has_text<T> && !std::is_convertible_v<T, std::string>;

static_assert(keeps_to_itself<SecretBytes>);
static_assert(keeps_to_itself<SecretText>);
static_assert(keeps_to_itself<PersonalBytes>);
static_assert(keeps_to_itself<PersonalText>);
static_assert(printable<std::string>, "the concept can tell");

TEST(Zeroize, OverwritesMemory) {
    std::array<std::uint8_t, 5> memory{1, 2, 3, 4, 5};
    zeroize(memory.data(), 3);
    EXPECT_EQ(memory, (std::array<std::uint8_t, 5>{0, 0, 0, 4, 5}));
    zeroize(nullptr, 0);
}

TEST(Zeroized, OverwritesWhatItNoLongerHolds) {
    SecretBytes secret{Bytes{1, 2, 3, 4}};
    // The buffer is still the secret's own, so that looking beyond its new end is no crime.
    const std::uint8_t* const memory = secret.data();
    secret.resize(1);
    secret.resize(4);
    EXPECT_EQ(secret.data(), memory);
    EXPECT_TRUE(std::ranges::equal(secret, Bytes{1, 0, 0, 0}));
}

TEST(Zeroized, MovesWithoutLeavingACopy) {
    SecretText from{std::string_view{"SPECIMEN"}};
    const SecretText to = std::move(from);
    EXPECT_EQ(to.view(), "SPECIMEN");
    EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): what a move leaves is what is tested
}

TEST(Zeroized, IsCopiedOnlyByName) {
    const SecretBytes secret{Bytes{7, 8}};
    SecretBytes second = secret.clone();
    second[0] = 1;
    EXPECT_EQ(secret[0], 7);
    EXPECT_EQ(second[0], 1);
}

// A freed block may not be looked at, so it is looked at in the last moment: this program has its own operator delete.
struct Watch {
    const void* block = nullptr;
    std::size_t size = 0;
    bool released = false;
    bool clean = false;
};
Watch watch;

void release(void* block) noexcept {
    if (block != nullptr && block == watch.block) {
        const auto* const octets = static_cast<const std::uint8_t*>(block);
        watch.released = true;
        watch.clean = std::all_of(octets, octets + watch.size, [](std::uint8_t octet) { return octet == 0; });
        watch.block = nullptr;
    }
    std::free(block);  // NOLINT(cppcoreguidelines-no-malloc): the partner of this program's operator new
}

template <class T>
void watch_over(const T& secret) {
    watch = {secret.data(), secret.size(), false, false};
}

TEST(Zeroized, IsOverwrittenBeforeItsMemoryIsReleased) {
    {
        const SecretBytes secret{Bytes(40, 0xAA)};
        watch_over(secret);
    }
    EXPECT_TRUE(watch.released);
    EXPECT_TRUE(watch.clean);
}

TEST(Zeroized, LeavesNoCopyBehindWhenItGrows) {
    SecretText secret{std::string_view{"a text of an access key, SPECIMEN"}};
    watch_over(secret);
    for (int count = 0; count < 500; ++count) secret.push_back('x');
    EXPECT_TRUE(watch.released);
    EXPECT_TRUE(watch.clean);
    EXPECT_TRUE(secret.view().starts_with("a text of"));
}

TEST(Zeroized, IsOverwrittenWhenAnotherIsMovedIn) {
    SecretBytes secret{Bytes(40, 0xAA)};
    watch_over(secret);
    secret = SecretBytes{Bytes{1}};
    EXPECT_TRUE(watch.released);
    EXPECT_TRUE(watch.clean);
}

TEST(Zeroized, TheWatchCanTell) {
    {
        const std::vector<std::uint8_t> careless(40, 0xAA);
        watch_over(careless);
    }
    EXPECT_TRUE(watch.released);
    EXPECT_FALSE(watch.clean);
}

}  // namespace
}  // namespace fivestar

void* operator new(std::size_t size) {
    void* const block = std::malloc(size);  // NOLINT(cppcoreguidelines-no-malloc): this program watches its memory
    if (block == nullptr) throw std::bad_alloc{};
    return block;
}
// libstdc++'s std::stable_sort, which GoogleTest 1.15 uses, has memory of this form.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return std::malloc(size);  // NOLINT(cppcoreguidelines-no-malloc)
}
void operator delete(void* block) noexcept {
    fivestar::release(block);
}
void operator delete(void* block, std::size_t) noexcept {
    fivestar::release(block);
}
