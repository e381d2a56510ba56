// SPDX-License-Identifier: Apache-2.0
// Published values of retail MAC and AES-CMAC (tests/vectors).
#include "crypto/primitives/mac.hpp"

#include "crypto/primitives/block_cipher.hpp"
#include "crypto/primitives/padding.hpp"
#include "tests/crypto/primitives/octet_sequence.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

TEST(RetailMac, FollowsIso9797AndTheWorkedExample) {
    std::size_t own_padding = 0;
    for (const auto& group : test::read_vectors("retail_mac.vec")) {
        Bytes key = group.bytes("K");
        append(key, group.bytes("K.prime"));
        auto mac = Mac::create(BlockCipher::triple_des, key);
        ASSERT_TRUE(mac) << group.name();
        const Bytes expected = group.bytes("MAC");
        EXPECT_EQ(mac->compute(group.bytes("data.padded")), expected) << group.name();
        EXPECT_TRUE(mac->verify(group.bytes("data.padded"), expected)) << group.name();
        if (group.text("padding_method.n") != "2") continue;
        Bytes padded = group.bytes("data");
        pad(padded, 8);
        EXPECT_EQ(padded, group.bytes("data.padded")) << group.name();
        ++own_padding;
    }
    EXPECT_EQ(own_padding, 10U);
}

/// Triple DES under twice the same key is single DES, and that one is OpenSSL's: the chain under K, and the last block
/// under K, K' and K.
TEST(RetailMac, AgreesWithOpenSslOnEveryLength) {
    OctetSequence octets;
    for (std::size_t blocks = 1; blocks <= 200; ++blocks) {
        const Bytes key = octets.some(16);
        const Bytes message = octets.some(8 * blocks);
        Bytes same = copy(ByteView{key}.first(8));
        append(same, ByteView{key}.first(8));
        auto single = CbcCipher::create(BlockCipher::triple_des, same).value();
        Bytes chain(8 * (blocks - 1));
        ASSERT_TRUE(single.encrypt(Bytes(8), ByteView{message}.first(chain.size()), chain));
        const Bytes last = blocks == 1 ? Bytes(8) : copy(ByteView{chain}.last(8));
        Bytes expected(8);
        auto both = CbcCipher::create(BlockCipher::triple_des, key).value();
        ASSERT_TRUE(both.encrypt(last, ByteView{message}.last(8), expected));
        auto mac = Mac::create(BlockCipher::triple_des, key).value();
        ASSERT_EQ(mac.compute(message), expected) << blocks;
    }
}

TEST(RetailMac, WantsWholeBlocks) {
    auto mac = Mac::create(BlockCipher::triple_des, Bytes(16));
    ASSERT_TRUE(mac);
    EXPECT_EQ(mac->compute(Bytes{}), fail(ErrorCode::invalid_argument));
    EXPECT_EQ(mac->compute(Bytes(7)), fail(ErrorCode::invalid_argument));
}

TEST(Cmac, FollowsSp80038b) {
    std::size_t count = 0;
    for (const auto& group : test::read_vectors("aes_cmac.vec")) {
        const Bytes key = group.bytes("K");
        const BlockCipher cipher = key.size() == 16   ? BlockCipher::aes_128
                                   : key.size() == 24 ? BlockCipher::aes_192
                                                      : BlockCipher::aes_256;
        auto mac = Mac::create(cipher, key);
        ASSERT_TRUE(mac) << group.name();
        // Twice, for a context must not remember.
        EXPECT_EQ(mac->compute(group.bytes("M")), group.bytes("T")) << group.name();
        EXPECT_EQ(mac->compute(group.bytes("M")), group.bytes("T")) << group.name();
        ++count;
    }
    EXPECT_EQ(count, 12U);
}

TEST(Mac, AcceptsOnlyItsOwnLeadingOctets) {
    auto mac = Mac::create(BlockCipher::aes_128, Bytes(16));
    ASSERT_TRUE(mac);
    const Bytes message{1, 2, 3};
    const Bytes value = mac->compute(message).value();
    for (std::size_t size = 0; size <= value.size(); ++size) {
        EXPECT_EQ(mac->verify(message, ByteView{value}.first(size)), size >= 8) << size;
    }
    for (std::size_t bit = 0; bit < 64; ++bit) {
        Bytes wrong{value.begin(), value.begin() + 8};
        wrong[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        EXPECT_FALSE(mac->verify(message, wrong)) << bit;
    }
    Bytes longer = value;
    longer.push_back(0);
    EXPECT_FALSE(mac->verify(message, longer));
}

}  // namespace
}  // namespace fivestar::crypto
