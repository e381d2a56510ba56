// RSA signatures with partial message recovery: ISO/IEC 9796-2, digital signature scheme 1, as active authentication
// uses them (ICAO Doc 9303-11 §6.1.2.2).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/public_key.hpp"
#include "crypto/primitives/digest.hpp"

namespace fivestar::crypto {

/// A message representative taken apart: `6A | M1 | H | BC` or `6A | M1 | H | hash identifier, CC`.
struct RecoveredMessage {
    DigestAlgorithm digest;
    Bytes recovered;  ///< M1
    Bytes hash;       ///< H, over M1 and what was not recovered
};

/// Both trailers: BC, which means SHA-1, and the identifiers of ISO/IEC 10118-3 (33, 34, 35, 36, 38) with CC. Padding
/// of a short M1 (`6B BB … BA`) is taken off. `malformed` for another header, such as that of total recovery, for
/// another trailer, and where there is no room for the hash.
[[nodiscard]] Result<RecoveredMessage> parse_message_representative(ByteView octets);

/// The hash function of the signature, if it is this RSA key's over a message that ends in `not_recovered`.
/// `signature_mismatch` otherwise; `unsupported` for an EC key. A signature may be given as its complement to the
/// modulus (clause B.6).
[[nodiscard]] Result<DigestAlgorithm> verify_with_recovery(const PublicKey& key, ByteView not_recovered,
                                                           ByteView signature);

}  // namespace fivestar::crypto
