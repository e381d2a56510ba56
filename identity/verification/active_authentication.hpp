// SPDX-License-Identifier: Apache-2.0
// The verification of active authentication (ICAO Doc 9303-11 §6.1): a challenge, and the chip's signature of it. It
// needs no chip, so that evidence can be verified later.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/public_key.hpp"
#include "crypto/primitives/digest.hpp"

#include <optional>

namespace fivestar::identity {

/// The hash function of the signature, if it is this key's over the challenge. RSA: ISO/IEC 9796-2 scheme 1. ECDSA: the
/// plain format, or DER as some chips have it; the hash function is `announced` in DG14, and where it is not, that of
/// any of the standard's. `signature_mismatch` otherwise.
[[nodiscard]] Result<crypto::DigestAlgorithm> verify_active_authentication(
    const crypto::PublicKey& key, std::optional<crypto::DigestAlgorithm> announced, ByteView challenge,
    ByteView signature);

}  // namespace fivestar::identity
