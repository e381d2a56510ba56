// SPDX-License-Identifier: Apache-2.0
// Padding method 2 of ISO/IEC 9797-1.
#include "crypto/primitives/padding.hpp"

#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::hex;

TEST(Padding, AddsAtLeastOneOctetAndIsTakenOffAgain) {
    for (std::size_t size = 0; size <= 33; ++size) {
        Bytes octets(size, 0x80);
        pad(octets, 16);
        EXPECT_EQ(octets.size() % 16, 0U);
        EXPECT_GT(octets.size(), size);
        EXPECT_LE(octets.size(), size + 16);
        EXPECT_EQ(unpadded_size(octets, 16), size);
        SecretBytes secret{Bytes(size, 0x80)};
        pad(secret, 16);
        EXPECT_TRUE(std::ranges::equal(secret, octets));
    }
}

TEST(Padding, RefusesABlockThatDoesNotEndInIt) {
    for (const std::string_view octets : {"", "80", "0000000000000000", "8000000000000001",
                                          "80000000000000000000000000000000", "FFFFFFFFFFFFFFFF", "0102030405060781"}) {
        EXPECT_EQ(unpadded_size(hex(octets), 8), fail(ErrorCode::malformed)) << octets;
    }
    EXPECT_EQ(unpadded_size(hex("8000000000000000"), 8), std::size_t{0});
}

}  // namespace
}  // namespace fivestar::crypto
