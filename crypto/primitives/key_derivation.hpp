// SPDX-License-Identifier: Apache-2.0
// The key derivation function of ICAO Doc 9303-11 §9.7.1: the leading octets of HASH(K || c).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/block_cipher.hpp"

#include <cstdint>

namespace fivestar::crypto {

/// The use of the derived key, with its counter c.
enum class KeyUse : std::uint8_t { encryption = 1, mac = 2, pace_password = 3 };

/// Derives a key of `key_size(cipher)` octets from the shared secret K of any size, with SHA-1 for 3DES and AES-128 and
/// SHA-256 for AES-192 and AES-256. DES keys have odd parity, as in the standard's worked examples.
[[nodiscard]] SecretBytes derive_key(ByteView shared_secret, KeyUse use, BlockCipher cipher);

}  // namespace fivestar::crypto
