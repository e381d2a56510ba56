// SPDX-License-Identifier: Apache-2.0
// The integrated mapping of PACE (ICAO Doc 9303-11 §4.4.3.3.2) on the card's side: two nonces to a number, and a number
// to a point of a curve. AgreementGroup maps numbers to elements of other groups.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/groups/ec_group.hpp"
#include "crypto/groups/modulus.hpp"
#include "crypto/primitives/block_cipher.hpp"

namespace fivestar::sim {

/// Octets of the nonce s: whole blocks that hold at least a key, 16 or 32.
[[nodiscard]] std::size_t integrated_nonce_size(crypto::BlockCipher cipher);

/// Rp(s, t): a number below `prime`. s has `integrated_nonce_size` octets, t as many as a key; else `invalid_key`.
[[nodiscard]] Result<SecretBytes> pseudo_random_number(crypto::BlockCipher cipher, ByteView s, ByteView t,
                                                       const crypto::Modulus& prime);

/// The encoding of Appendix B, by Brier, Coron, Icart, Madore, Randriam and Tibouchi. Returns `04 | x | y` for a number
/// below the prime, or `unsupported` unless the prime is 3 modulo 4.
[[nodiscard]] Result<Bytes> encode_point(const crypto::EcGroup& curve, ByteView number);

}  // namespace fivestar::sim
