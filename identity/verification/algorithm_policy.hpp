// SPDX-License-Identifier: Apache-2.0
// The algorithms that an operator accepts, and the findings about weak ones.
#pragma once

#include "crypto/keys/signature_algorithm.hpp"
#include "crypto/pki/trust_store.hpp"
#include "identity/verification/verification.hpp"

#include <cstddef>

namespace fivestar::identity {

/// The weak algorithms that the operator accepts. Findings report, whether accepted or not: `sha1`, `rsa_key_too_short`
/// (below 2048 bits), `ec_key_too_short` (below 224 bits) and `sm2_empty_id` (an SM2 signature without the signer's
/// identifier). If the policy refuses an algorithm, `signature` is not performed, `refused_by_policy`.
struct AlgorithmPolicy {
    bool refuse_sha1 = false;
    std::size_t min_rsa_bits = 2048;
    std::size_t min_ec_bits = 192;
    bool refuse_sm2_empty_id = true;
};

// These functions note weak algorithms in `check`, and fail it for those that the policy refuses.

void judge(const AlgorithmPolicy& policy, crypto::DigestAlgorithm digest, Check& check);
void judge(const AlgorithmPolicy& policy, const crypto::SignatureAlgorithm& algorithm, Check& check);
/// `bits`: of the RSA modulus, or of the curve's field.
void judge(const AlgorithmPolicy& policy, crypto::KeyKind kind, std::size_t bits, bool explicit_parameters,
           Check& check);
/// Judges a signature and the key that made it.
void judge(const AlgorithmPolicy& policy, const crypto::AlgorithmUse& use, Check& check);

}  // namespace fivestar::identity
