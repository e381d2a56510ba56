// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/session_keys.hpp"

#include "crypto/primitives/digest.hpp"

#include <array>
#include <bit>

namespace fivestar::sim {
namespace {

/// DES keys have odd parity in the last bit of each octet.
void set_parity(SecretBytes& key) {
    for (std::uint8_t& octet : key) {
        const auto upper = static_cast<std::uint8_t>(octet & 0xFE);
        octet = std::popcount(upper) % 2 == 0 ? static_cast<std::uint8_t>(upper | 1U) : upper;
    }
}

SecretBytes derive_key(crypto::BlockCipher cipher, ByteView shared_secret, std::uint8_t counter) {
    const bool long_key = crypto::key_size(cipher) > 16;
    const auto algorithm = long_key ? crypto::DigestAlgorithm::sha256 : crypto::DigestAlgorithm::sha1;
    const std::array<std::uint8_t, 4> suffix{0, 0, 0, counter};
    SecretBytes key{crypto::digest(algorithm, {shared_secret, suffix})};
    key.resize(crypto::key_size(cipher));
    if (cipher == crypto::BlockCipher::triple_des) set_parity(key);
    return key;
}

}  // namespace

SessionKeys derive_session_keys(crypto::BlockCipher cipher, ByteView shared_secret) {
    return {cipher, derive_key(cipher, shared_secret, 1), derive_key(cipher, shared_secret, 2),
            SecretBytes(crypto::block_size(cipher))};
}

SecretBytes derive_password_key(crypto::BlockCipher cipher, ByteView encoded_password) {
    return derive_key(cipher, encoded_password, 3);
}

}  // namespace fivestar::sim
