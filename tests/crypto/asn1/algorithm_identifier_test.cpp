// SPDX-License-Identifier: Apache-2.0
// Algorithm identifiers of digests, with and without parameters.
#include "crypto/asn1/algorithm_identifier.hpp"

#include "tests/support/vector_file.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::hex;
using enum DigestAlgorithm;

TEST(DigestAlgorithmIdentifier, IsReadWithAndWithoutNull) {
    for (const std::string_view octets : {"30 0D 06 09 608648016503040201 05 00", "30 0B 06 09 608648016503040201"}) {
        const Bytes bytes = hex(octets);
        tlv::Cursor cursor{bytes};
        const auto identifier = read_algorithm_identifier(cursor);
        ASSERT_TRUE(identifier);
        EXPECT_EQ(digest_algorithm(*identifier), sha256);
        EXPECT_TRUE(cursor.at_end());
    }
    EXPECT_EQ(digest_algorithm_identifier(sha256), hex("30 0D 06 09 608648016503040201 05 00"));
    EXPECT_EQ(digest_algorithm_identifier(sha1), hex("30 09 06 05 2B0E03021A 05 00"));
}

}  // namespace
}  // namespace fivestar::crypto
