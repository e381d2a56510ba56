// SPDX-License-Identifier: Apache-2.0
#include "crypto/primitives/key_derivation.hpp"

#include "crypto/primitives/digest.hpp"

#include <array>
#include <bit>

namespace fivestar::crypto {

SecretBytes derive_key(ByteView shared_secret, KeyUse use, BlockCipher cipher) {
    const std::array<std::uint8_t, 4> counter{0, 0, 0, static_cast<std::uint8_t>(use)};
    const bool long_key = cipher == BlockCipher::aes_192 || cipher == BlockCipher::aes_256;
    Bytes hash = digest(long_key ? DigestAlgorithm::sha256 : DigestAlgorithm::sha1, {shared_secret, counter});
    SecretBytes key{ByteView{hash}.first(key_size(cipher))};
    zeroize(hash.data(), hash.size());
    if (cipher == BlockCipher::triple_des) {
        for (std::uint8_t& octet : key) {
            const bool even = std::popcount(static_cast<unsigned>(octet & 0xFEU)) % 2 == 0;
            octet = static_cast<std::uint8_t>((octet & 0xFEU) | (even ? 1U : 0U));
        }
    }
    return key;
}

}  // namespace fivestar::crypto
