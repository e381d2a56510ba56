// SPDX-License-Identifier: Apache-2.0
// The standing primitives against published numbers. Where a value is not in tests/vectors, its source stands beside
// it.
#include "crypto/base/text.hpp"
#include "crypto/primitives/block_cipher.hpp"
#include "crypto/primitives/constant_time.hpp"
#include "crypto/primitives/digest.hpp"
#include "crypto/primitives/hmac.hpp"
#include "crypto/primitives/key_derivation.hpp"
#include "crypto/primitives/mac.hpp"
#include "crypto/primitives/padding.hpp"
#include "tests/support/vector_file.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

using test::hex;

struct DigestExample {
    DigestAlgorithm algorithm;
    std::string_view of_abc;
    std::string_view of_two_blocks;
};

/// FIPS 180 example messages "abc" and the one of 448 bits (NIST, "Cryptographic Standards and Guidelines: Examples").
constexpr std::array<DigestExample, 3> short_block_digests{
    {{DigestAlgorithm::sha1, "A9993E364706816ABA3E25717850C26C9CD0D89D", "84983E441C3BD26EBAAE4AA1F95129E5E54670F1"},
     {DigestAlgorithm::sha224, "23097D223405D8228642A477BDA255B32AADBCE4BDA0B3F7E36C9DA7",
      "75388B16512776CC5DBA5DA1FD890150B0C6455CB4F58B1952522525"},
     {DigestAlgorithm::sha256, "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
      "248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06C1"}}};
constexpr std::string_view two_short_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

/// The same for the functions with blocks of 1,024 bits, and the message of 896 bits.
constexpr std::array<DigestExample, 2> long_block_digests{
    {{DigestAlgorithm::sha384,
      "CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED8086072BA1E7CC2358BAECA134C825A7",
      "09330C33F71147E83D192FC782CD1B4753111B173B3B05D22FA08086E3B0F712FCC7C71A557E2DB966C3E9FA91746039"},
     {DigestAlgorithm::sha512,
      "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E"
      "2A"
      "9AC94FA54CA49F",
      "8E959B75DAE313DA8CF4F72814FC143F8F7779C6EB9F7FA17299AEADB6889018501D289E4900F7E4331B99DEC4B5433AC7D329EEB6DD2654"
      "5E"
      "96E55B874BE909"}}};
constexpr std::string_view two_long_blocks =
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

TEST(Digest, FollowsTheExamplesOfFips180) {
    const auto check = [](const DigestExample& example, std::string_view longer) {
        EXPECT_EQ(to_hex(digest(example.algorithm, as_bytes("abc"))), example.of_abc);
        EXPECT_EQ(to_hex(digest(example.algorithm, as_bytes(longer))), example.of_two_blocks);
        EXPECT_EQ(digest_size(example.algorithm) * 2, example.of_abc.size());
    };
    for (const DigestExample& example : short_block_digests) check(example, two_short_blocks);
    for (const DigestExample& example : long_block_digests) check(example, two_long_blocks);
}

TEST(Hmac, FollowsTheExamplesOfRfc4231) {
    const auto code = [](const Bytes& key, std::string_view text) {
        return to_hex(hmac_sha256(key, as_bytes(text)).view());
    };
    EXPECT_EQ(code(Bytes(20, 0x0B), "Hi There"), "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7");
    EXPECT_EQ(code(copy(as_bytes("Jefe")), "what do ya want for nothing?"),
              "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843");
    EXPECT_EQ(code(Bytes(131, 0xAA), "Test Using Larger Than Block-Size Key - Hash Key First"),
              "60E431591EE0B67F0D8A26AACBF5B77F8E0BC6213728C5140546040F0EE37F54");
    // Nothing under an empty key, as Python's hmac module has it.
    EXPECT_EQ(code({}, ""), "B613679A0814D9EC772F95D778C35FC5FF1697C493715653C6C712144292C5AD");
}

TEST(Digest, OfPartsIsThatOfTheWhole) {
    const Bytes whole = digest(DigestAlgorithm::sha256, as_bytes("abc"));
    EXPECT_EQ(digest(DigestAlgorithm::sha256, {as_bytes("a"), as_bytes(""), as_bytes("bc")}), whole);
    EXPECT_EQ(digest(DigestAlgorithm::sha256, {}), digest(DigestAlgorithm::sha256, as_bytes("")));
}

/// Octets that repeat nowhere near, the same in each run.
class OctetSequence {
  public:
    Bytes some(std::size_t size) {
        Bytes octets(size);
        for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>((state_ = state_ * 1'664'525 + 1) >> 24);
        return octets;
    }

  private:
    std::uint32_t state_ = 1;
};

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

TEST(KeyDerivation, FollowsDoc9303) {
    std::size_t count = 0;
    for (const auto& group : test::read_vectors("kdf_9303.vec")) {
        const std::string& bits = group.text("key_bits.n");
        const BlockCipher cipher = group.text("cipher.text") == "3DES" ? BlockCipher::triple_des
                                   : bits == "128"                     ? BlockCipher::aes_128
                                   : bits == "192"                     ? BlockCipher::aes_192
                                                                       : BlockCipher::aes_256;
        const auto use = static_cast<KeyUse>(group.bytes("c").back());
        EXPECT_EQ(to_hex(derive_key(group.bytes("K"), use, cipher).view()), group.text("key")) << group.name();
        ++count;
    }
    EXPECT_EQ(count, 24U);
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

TEST(ConstantTimeEqual, ComparesAllOctets) {
    const Bytes octets{1, 2, 3};
    EXPECT_TRUE(constant_time_equal(octets, Bytes{1, 2, 3}));
    EXPECT_TRUE(constant_time_equal({}, {}));
    EXPECT_FALSE(constant_time_equal(octets, Bytes{1, 2, 4}));
    EXPECT_FALSE(constant_time_equal(octets, Bytes{0, 2, 3}));
    EXPECT_FALSE(constant_time_equal(octets, Bytes{1, 2}));
    EXPECT_FALSE(constant_time_equal(octets, Bytes{1, 2, 3, 0}));
}

}  // namespace
}  // namespace fivestar::crypto
