// SPDX-License-Identifier: Apache-2.0
// Pseudo-random number mapping of PACE's integrated mapping (ICAO Doc 9303-11 §4.4.3.3.2).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/groups/modulus.hpp"
#include "crypto/primitives/block_cipher.hpp"

namespace fivestar::sim {

/// Octets of the nonce s: whole blocks that hold at least a key, 16 or 32.
[[nodiscard]] std::size_t integrated_nonce_size(crypto::BlockCipher cipher);

/// Rp(s, t): a number below `prime`. s has `integrated_nonce_size` octets, t as many as a key; else `invalid_key`.
[[nodiscard]] Result<SecretBytes> pseudo_random_number(crypto::BlockCipher cipher, ByteView s, ByteView t,
                                                       const crypto::Modulus& prime);

}  // namespace fivestar::sim
