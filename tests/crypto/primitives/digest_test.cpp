// SPDX-License-Identifier: Apache-2.0
// Expected values: the examples of FIPS 180 and, for SM3, GM/T 0004.
#include "crypto/primitives/digest.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/vector_file.hpp"

#include <array>
#include <string_view>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

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

TEST(Digest, OfPartsIsThatOfTheWhole) {
    const Bytes whole = digest(DigestAlgorithm::sha256, as_bytes("abc"));
    EXPECT_EQ(digest(DigestAlgorithm::sha256, {as_bytes("a"), as_bytes(""), as_bytes("bc")}), whole);
    EXPECT_EQ(digest(DigestAlgorithm::sha256, {}), digest(DigestAlgorithm::sha256, as_bytes("")));
}

TEST(Sm3, FollowsTheExamplesOfTheStandard) {
    for (const test::VectorGroup& example : test::read_vectors("sm3.vec")) {
        EXPECT_EQ(digest(DigestAlgorithm::sm3, example.bytes("M")), example.bytes("H")) << example.name();
    }
    EXPECT_EQ(digest_size(DigestAlgorithm::sm3), 32U);
    EXPECT_EQ(to_string(DigestAlgorithm::sm3), "sm3");
}

}  // namespace
}  // namespace fivestar::crypto
