// The keys of a secure messaging session, derived on the card's side: apart from crypto/primitives/key_derivation,
// which is the terminal's.
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

/// Keys from a shared secret (ICAO Doc 9303-11 §9.7.1), the counter all zeros.
[[nodiscard]] SessionKeys derive_session_keys(crypto::BlockCipher cipher, ByteView shared_secret);

/// The key that a PACE nonce is encrypted with (§9.7.3), from the encoded password.
[[nodiscard]] SecretBytes derive_password_key(crypto::BlockCipher cipher, ByteView encoded_password);

}  // namespace fivestar::sim
