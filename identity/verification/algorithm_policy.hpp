// SPDX-License-Identifier: Apache-2.0
// Which algorithms an operator accepts, and what is said of them.
#pragma once

#include "crypto/keys/signature_algorithm.hpp"
#include "crypto/pki/trust_store.hpp"
#include "identity/verification/verification.hpp"

#include <cstddef>

namespace fivestar::identity {

/// The weak algorithms that the operator accepts. Accepted or not, `sha1`, `rsa_key_too_short` (below 2048 bits),
/// `ec_key_too_short` (below 224) and `sm2_empty_id` (an SM2 signature made without the signer's identifier) are
/// reported. When one is refused, the signature that rests on it is not relied on: `signature` becomes not performed,
/// `refused_by_policy`.
struct AlgorithmPolicy {
    bool refuse_sha1 = false;
    std::size_t min_rsa_bits = 2048;
    std::size_t min_ec_bits = 192;
    bool refuse_sm2_empty_id = true;
};

// Each notes in `check` what is worth a word, and lets it fail for what the policy refuses.

void judge(const AlgorithmPolicy& policy, crypto::DigestAlgorithm digest, Check& check);
void judge(const AlgorithmPolicy& policy, const crypto::SignatureAlgorithm& algorithm, Check& check);
/// `bits`: of the RSA modulus, or of the curve's field.
void judge(const AlgorithmPolicy& policy, crypto::KeyKind kind, std::size_t bits, bool explicit_parameters,
           Check& check);
/// A signature, and the key that made it.
void judge(const AlgorithmPolicy& policy, const crypto::AlgorithmUse& use, Check& check);

}  // namespace fivestar::identity
