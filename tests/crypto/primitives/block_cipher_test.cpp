// SPDX-License-Identifier: Apache-2.0
// Expected values: NIST SP 800-38A, and the worked example of basic access control (tests/vectors).
#include "crypto/primitives/block_cipher.hpp"

#include "crypto/base/text.hpp"
#include "crypto/primitives/mac.hpp"
#include "tests/crypto/primitives/octet_sequence.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::hex;

TEST(Keys, OfAnotherSizeAreRefused) {
    for (const BlockCipher cipher :
         {BlockCipher::triple_des, BlockCipher::aes_128, BlockCipher::aes_192, BlockCipher::aes_256}) {
        for (const std::size_t size : {std::size_t{0}, key_size(cipher) - 1, key_size(cipher) + 1}) {
            const auto mac = Mac::create(cipher, Bytes(size));
            const auto cbc = CbcCipher::create(cipher, Bytes(size));
            ASSERT_FALSE(mac);
            ASSERT_FALSE(cbc);
            EXPECT_EQ(mac.error().code, ErrorCode::invalid_key);
            EXPECT_EQ(cbc.error().code, ErrorCode::invalid_key);
        }
    }
}

struct CbcExample {
    BlockCipher cipher;
    std::string_view key;
    std::string_view cipher_text;
};

/// NIST SP 800-38A, F.2.1, F.2.3 and F.2.5: first two blocks.
constexpr std::array<CbcExample, 3> cbc_examples{
    {{BlockCipher::aes_128, "2B7E151628AED2A6ABF7158809CF4F3C",
      "7649ABAC8119B246CEE98E9B12E9197D5086CB9B507219EE95DB113A917678B2"},
     {BlockCipher::aes_192, "8E73B0F7DA0E6452C810F32B809079E562F8EAD2522C6B7B",
      "4F021DB243BC633D7178183A9FA071E8B4D9ADA9AD7DEDF4E5E738763F69145A"},
     {BlockCipher::aes_256, "603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4",
      "F58C4C04D6E5F1BA779EABFB5F7BFBD69CFC4E967EDB808D679F777BC6702C7D"}}};

TEST(CbcCipher, FollowsSp80038a) {
    const Bytes iv = hex("000102030405060708090A0B0C0D0E0F");
    const Bytes plain = hex("6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51");
    for (const CbcExample& example : cbc_examples) {
        auto cipher = CbcCipher::create(example.cipher, hex(example.key));
        ASSERT_TRUE(cipher);
        Bytes out(plain.size());
        ASSERT_TRUE(cipher->encrypt(iv, plain, out));
        EXPECT_EQ(to_hex(out), example.cipher_text);
        Bytes back(plain.size());
        ASSERT_TRUE(cipher->decrypt(iv, out, back));
        EXPECT_EQ(back, plain);
    }
}

TEST(CbcCipher, EncryptsTheWorkedExampleWithTripleDes) {
    const auto groups = test::read_vectors("bac_appendix_d.vec");
    const auto& d3 = test::group(groups, "D.3: GET CHALLENGE and EXTERNAL AUTHENTICATE");
    auto cipher = CbcCipher::create(BlockCipher::triple_des, d3.bytes("Kenc"));
    ASSERT_TRUE(cipher);
    Bytes out(d3.bytes("S").size());
    ASSERT_TRUE(cipher->encrypt(Bytes(8), d3.bytes("S"), out));
    EXPECT_EQ(out, d3.bytes("E.IFD"));
}

TEST(CbcCipher, DecryptsManyBlocksAsItDoesOne) {
    OctetSequence octets;
    for (std::size_t blocks = 0; blocks <= 300; ++blocks) {
        const Bytes key = octets.some(16);
        Bytes chain = octets.some(8);
        const Bytes in = octets.some(8 * blocks);
        auto cipher = CbcCipher::create(BlockCipher::triple_des, key).value();
        Bytes out(in.size());
        ASSERT_TRUE(cipher.decrypt(chain, in, out));
        for (std::size_t at = 0; at < in.size(); at += 8) {
            Bytes one(8);
            const ByteView block = ByteView{in}.subspan(at, 8);
            ASSERT_TRUE(cipher.decrypt(chain, block, one));
            ASSERT_TRUE(std::ranges::equal(one, ByteView{out}.subspan(at, 8))) << blocks << ' ' << at;
            chain = copy(block);
        }
    }
}

TEST(CbcCipher, WantsWholeBlocksAndRoomForThem) {
    auto cipher = CbcCipher::create(BlockCipher::aes_128, Bytes(16));
    ASSERT_TRUE(cipher);
    Bytes out(16);
    EXPECT_EQ(cipher->encrypt(Bytes(15), Bytes(16), out), fail(ErrorCode::invalid_argument));
    EXPECT_EQ(cipher->encrypt(Bytes(16), Bytes(15), out), fail(ErrorCode::invalid_argument));
    EXPECT_EQ(cipher->encrypt(Bytes(16), Bytes(32), out), fail(ErrorCode::invalid_argument));
    EXPECT_EQ(cipher->decrypt(Bytes(8), Bytes(16), out), fail(ErrorCode::invalid_argument));
    cipher = CbcCipher::create(BlockCipher::triple_des, Bytes(16));
    ASSERT_TRUE(cipher);
    Bytes long_out(800);
    EXPECT_EQ(cipher->decrypt(Bytes(16), Bytes(800), long_out), fail(ErrorCode::invalid_argument));
    EXPECT_EQ(cipher->decrypt(Bytes(8), Bytes(801), long_out), fail(ErrorCode::invalid_argument));
    EXPECT_EQ(cipher->decrypt(Bytes(8), Bytes(808), long_out), fail(ErrorCode::invalid_argument));
}

}  // namespace
}  // namespace fivestar::crypto
