// SPDX-License-Identifier: Apache-2.0
// The integrated mapping of PACE (ICAO Doc 9303-11 §4.4.3.3.2, Appendix B): maps two nonces to a number, and the number
// to an element of the group.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/groups/dh_group.hpp"
#include "crypto/groups/ec_group.hpp"
#include "crypto/groups/modulus.hpp"
#include "crypto/primitives/block_cipher.hpp"

namespace fivestar::apdu {

/// Octets of the nonces s (the chip's) and t (the terminal's): l and k of §4.4.3.3. With AES-192, s is longer than t.
[[nodiscard]] std::size_t chip_nonce_size(crypto::BlockCipher cipher);
[[nodiscard]] std::size_t terminal_nonce_size(crypto::BlockCipher cipher);

/// Computes R_p(s, t). `invalid_argument` for nonces of other sizes.
[[nodiscard]] Result<SecretBytes> pseudo_random_number(ByteView chip_nonce, ByteView terminal_nonce,
                                                       crypto::BlockCipher cipher, const crypto::Modulus& prime);

/// Computes f_G, the point encoding of Appendix B.2 (Brier, Coron, Icart, Madore, Randriam, Tibouchi: "Efficient
/// Indifferentiable Hashing into Ordinary Elliptic Curves", 2010), in constant time. `unsupported` unless the prime is
/// 3 modulo 4; `invalid_key` for 0, 1 and -1, which have no image.
[[nodiscard]] Result<crypto::EcPoint> point_of_number(const crypto::EcGroup& curve, ByteView number);

/// Computes f_g, the number to the power of (p - 1) / q. `invalid_key` if that is 1; `unsupported` where q is unknown.
[[nodiscard]] Result<SecretBytes> element_of_number(const crypto::DhGroup& group, ByteView number);

}  // namespace fivestar::apdu
