// SPDX-License-Identifier: Apache-2.0
// Verifies active authentication (ICAO Doc 9303-11 §6.1): the chip's signature of a challenge. Needs no chip, so
// evidence can be verified later.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/public_key.hpp"
#include "crypto/primitives/digest.hpp"

#include <optional>

namespace fivestar::identity {

/// Verifies the signature of the challenge and returns its hash function. RSA uses ISO/IEC 9796-2 scheme 1. ECDSA uses
/// the plain format, or DER, which some chips send; its hash function is the one `announced` in DG14, or else any of
/// the standard's. Error: `signature_mismatch`.
[[nodiscard]] Result<crypto::DigestAlgorithm> verify_active_authentication(
    const crypto::PublicKey& key, std::optional<crypto::DigestAlgorithm> announced, ByteView challenge,
    ByteView signature);

}  // namespace fivestar::identity
