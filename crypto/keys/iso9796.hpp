// SPDX-License-Identifier: Apache-2.0
// RSA signatures with partial message recovery (ISO/IEC 9796-2, digital signature scheme 1), which active
// authentication uses (ICAO Doc 9303-11 §6.1.2.2).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/public_key.hpp"
#include "crypto/primitives/digest.hpp"

namespace fivestar::crypto {

/// The parts of a message representative, `6A | M1 | H | BC` or `6A | M1 | H | hash identifier, CC`.
struct RecoveredMessage {
    DigestAlgorithm digest;
    Bytes recovered;  ///< M1
    Bytes hash;       ///< H, over M1 and the part that was not recovered
};

/// Parses a representative with either trailer: BC, which means SHA-1, or an identifier of ISO/IEC 10118-3 (33, 34, 35,
/// 36, 38) with CC. Removes the padding of a short M1 (`6B BB … BA`). `malformed` for another header, such as that of
/// total recovery, for another trailer, and if the hash does not fit.
[[nodiscard]] Result<RecoveredMessage> parse_message_representative(ByteView octets);

/// Verifies a signature of this RSA key over a message that ends in `not_recovered`, and returns its hash function.
/// `signature_mismatch` if it does not verify; `unsupported` for an EC key. The signature may also be the complement to
/// the modulus (clause B.6).
[[nodiscard]] Result<DigestAlgorithm> verify_with_recovery(const PublicKey& key, ByteView not_recovered,
                                                           ByteView signature);

}  // namespace fivestar::crypto
