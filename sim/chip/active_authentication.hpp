// SPDX-License-Identifier: Apache-2.0
// Active authentication on the card's side (ICAO Doc 9303-11 §6.1): signs the terminal's challenge.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "crypto/keys/key_pair.hpp"
#include "crypto/primitives/digest.hpp"

#include <cstdint>

namespace fivestar::sim {

/// Form of an RSA signature of ISO/IEC 9796-2: the result of the private key operation (B.6), or the smaller of that
/// and its complement (B.4).
enum class RsaSignature : std::uint8_t { whole, smaller };

/// Form of an ECDSA signature. The standard requires the plain form; some chips use DER.
enum class EcdsaSignature : std::uint8_t { plain, der };

struct ActiveAuthenticationKey {
    crypto::KeyPair key;
    crypto::DigestAlgorithm digest = crypto::DigestAlgorithm::sha256;
    RsaSignature rsa = RsaSignature::whole;
    EcdsaSignature ecdsa = EcdsaSignature::plain;
};

inline constexpr std::size_t active_challenge_size = 8;

[[nodiscard]] bool is_rsa(const crypto::KeyPair& key);

/// Signs the challenge. `random` supplies M1, the recoverable part of RSA's message. Returns `invalid_key` if the
/// modulus is too short for the hash.
[[nodiscard]] Result<Bytes> sign_challenge(const ActiveAuthenticationKey& key, ByteView challenge, Random& random);

}  // namespace fivestar::sim
