// SPDX-License-Identifier: Apache-2.0
// RFC 7468.
#include "crypto/pki/pem.hpp"

#include "tests/crypto/pki/pki.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

TEST(Pem, ReadsSeveralBlocksAndSkipsExplanations) {
    const auto blocks = pem_blocks(
        "Subject: SPECIMEN\n-----BEGIN A-----\nAQID\n-----END A-----\r\ntext\n-----BEGIN B "
        "C-----\r\nBA\r\n==\r\n-----END B C-----");
    ASSERT_TRUE(blocks);
    ASSERT_EQ(blocks->size(), 2U);
    EXPECT_EQ((*blocks)[0].label, "A");
    EXPECT_EQ((*blocks)[0].content, (Bytes{1, 2, 3}));
    EXPECT_EQ((*blocks)[1].label, "B C");
    EXPECT_EQ((*blocks)[1].content, Bytes{4});
    EXPECT_TRUE(pem_blocks("")->empty());
    EXPECT_TRUE(pem_blocks("no block")->empty());
}

TEST(Pem, GivesWhatOpensslWroteInBothForms) {
    const Bytes pem = test::pki_file("key_pair/ds_p256.pem");
    const auto blocks = pem_blocks(as_text(pem));
    ASSERT_TRUE(blocks);
    ASSERT_EQ(blocks->size(), 1U);
    EXPECT_EQ(blocks->front().content, test::pki_file("key_pair/ds_p256.der"));
}

TEST(Pem, NamesABlockWhoseBase64IsNone) {
    const auto blocks =
        pem_blocks("-----BEGIN A-----\nA*ID\n-----END A-----\n-----BEGIN A-----\nAQID\n-----END A-----\n");
    ASSERT_TRUE(blocks);
    ASSERT_EQ(blocks->size(), 2U);
    EXPECT_EQ((*blocks)[0].content, fail(ErrorCode::malformed));
    EXPECT_TRUE((*blocks)[1].content);
}

TEST(Pem, RefusesBlocksThatDoNotEnd) {
    for (const std::string_view text :
         {"-----BEGIN A-----\nAQID\n", "-----BEGIN A-----\nAQID\n-----END B-----\n",
          "-----BEGIN A\nAQID\n-----END A-----", "-----BEGIN A-----\nAQID\n-----END A", "-----BEGIN "}) {
        const auto blocks = pem_blocks(text);
        ASSERT_FALSE(blocks) << text;
        EXPECT_EQ(blocks.error().code, ErrorCode::malformed) << text;
    }
}

TEST(Pem, BoundsTheNumberOfBlocks) {
    std::string text;
    for (std::size_t count = 0; count <= max_pem_blocks; ++count) text += "-----BEGIN A-----\n-----END A-----\n";
    const auto blocks = pem_blocks(text);
    ASSERT_FALSE(blocks);
    EXPECT_EQ(blocks.error().code, ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace fivestar::crypto
