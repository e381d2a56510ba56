// SPDX-License-Identifier: Apache-2.0
#include "client/sized_structure.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <gtest/gtest.h>

namespace fivestar::client {
namespace {

/// The structure that a program was compiled with.
struct Released {
    std::size_t size;
    const char* text;
    std::uint32_t number;
};

/// The structure of a later library. `early` lies in the padding of the released structure.
struct Grown {
    std::size_t size;
    const char* text;
    std::uint32_t number;
    std::uint32_t early;
    std::uint64_t late;
};

constexpr std::size_t released_size = offsetof(Grown, number) + sizeof(Grown::number);

TEST(SizedStructure, GivesDefaultsToAnOlderProgram) {
    Released older{};
    older.size = sizeof older;
    older.text = "text";
    older.number = 7;
    Grown copy{};
    std::memcpy(&copy, &older, sizeof older);
    const auto known = adopt(&copy, released_size);
    ASSERT_TRUE(known);
    EXPECT_STREQ(known->text, "text");
    EXPECT_EQ(known->number, 7U);
    EXPECT_EQ(known->early, 0U);
    EXPECT_EQ(known->late, 0U);
}

TEST(SizedStructure, ReadsNothingBeyondTheSizeOfAnOlderProgram) {
    Grown given{.size = sizeof(Released), .text = "text", .number = 7, .early = 0, .late = 99};
    const auto known = adopt(&given, released_size);
    ASSERT_TRUE(known);
    EXPECT_EQ(known->late, 0U);
    given.size = released_size;
    EXPECT_TRUE(adopt(&given, released_size)) << "a compiler without padding";
    given.size = released_size - 1;
    EXPECT_FALSE(adopt(&given, released_size));
    given.size = 0;
    EXPECT_FALSE(adopt(&given, released_size));
    EXPECT_FALSE(adopt<Grown>(nullptr, released_size));
}

TEST(SizedStructure, AcceptsANewerProgramThatUsesNothingNew) {
    struct Newer {
        Grown known;
        std::array<unsigned char, 24> unknown;
    };
    Newer newer{.known = {.size = sizeof(Newer), .text = "text", .number = 7, .early = 8, .late = 9}, .unknown = {}};
    const auto known = adopt(&newer.known, released_size);
    ASSERT_TRUE(known);
    EXPECT_EQ(known->late, 9U);
    for (unsigned char& octet : newer.unknown) {
        octet = 1;
        EXPECT_FALSE(adopt(&newer.known, released_size)) << "a member that this library would ignore";
        octet = 0;
    }
}

}  // namespace
}  // namespace fivestar::client
