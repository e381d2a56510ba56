// SPDX-License-Identifier: Apache-2.0
// The key derivation of ICAO Doc 9303-11 §9.7.1, in tests/vectors/kdf_9303.vec.
#include "sim/chip/session_keys.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

TEST(SessionKeys, EqualTheStandards) {
    const auto cipher_of = [](const test::VectorGroup& group) {
        if (group.text("cipher.text") == "3DES") return crypto::BlockCipher::triple_des;
        const std::string& bits = group.text("key_bits.n");
        return bits == "128"   ? crypto::BlockCipher::aes_128
               : bits == "192" ? crypto::BlockCipher::aes_192
                               : crypto::BlockCipher::aes_256;
    };
    int derived = 0;
    for (const auto& group : test::read_vectors("kdf_9303.vec")) {
        SCOPED_TRACE(group.name());
        const SessionKeys keys = derive_session_keys(cipher_of(group), group.bytes("K"));
        const std::string& counter = group.text("c");
        if (counter == "00000003") continue;  // the key of the PACE password
        EXPECT_EQ(copy(counter == "00000001" ? keys.encryption : keys.mac), group.bytes("key"));
        ++derived;
    }
    EXPECT_EQ(derived, 18);
}

}  // namespace
}  // namespace fivestar::sim
