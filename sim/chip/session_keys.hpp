// SPDX-License-Identifier: Apache-2.0
// Keys of a secure messaging session, derived independently of crypto/primitives/key_derivation, which the terminal
// uses.
#pragma once

#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/block_cipher.hpp"

namespace fivestar::sim {

struct SessionKeys {
    crypto::BlockCipher cipher;
    SecretBytes encryption;
    SecretBytes mac;
    SecretBytes send_sequence_counter;  ///< one block: 8 octets with 3DES, 16 with AES
};

/// Derives keys from a shared secret (ICAO Doc 9303-11 §9.7.1); the counter is zero.
[[nodiscard]] SessionKeys derive_session_keys(crypto::BlockCipher cipher, ByteView shared_secret);

/// Derives the key that encrypts the PACE nonce (§9.7.3) from the encoded password.
[[nodiscard]] SecretBytes derive_password_key(crypto::BlockCipher cipher, ByteView encoded_password);

}  // namespace fivestar::sim
