// SPDX-License-Identifier: Apache-2.0
// Keys that were derived as ICAO Doc 9303-11 says (tests/vectors).
#include "crypto/primitives/key_derivation.hpp"

#include "crypto/base/text.hpp"
#include "crypto/primitives/block_cipher.hpp"
#include "tests/support/vector_file.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

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

}  // namespace
}  // namespace fivestar::crypto
