// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/algorithm_policy.hpp"

namespace fivestar::identity {
namespace {

// Keys worth a word even where policy accepts them (BSI TR-03116-2, NIST SP 800-131A).
constexpr std::size_t short_rsa_bits = 2048;
constexpr std::size_t short_ec_bits = 224;

}  // namespace

void judge(const AlgorithmPolicy& policy, crypto::DigestAlgorithm digest, Check& check) {
    if (digest != crypto::DigestAlgorithm::sha1) return;
    check.report(Reason::sha1);
    if (policy.refuse_sha1) check.refuse(Reason::sha1);
}

void judge(const AlgorithmPolicy& policy, const crypto::SignatureAlgorithm& algorithm, Check& check) {
    judge(policy, algorithm.digest, check);
    if (algorithm.scheme != crypto::SignatureScheme::sm2_empty_id) return;
    check.report(Reason::sm2_empty_id);
    if (policy.refuse_sm2_empty_id) check.refuse(Reason::sm2_empty_id);
}

void judge(const AlgorithmPolicy& policy, crypto::KeyKind kind, std::size_t bits, bool explicit_parameters,
           Check& check) {
    const bool rsa = kind == crypto::KeyKind::rsa;
    const Reason short_key = rsa ? Reason::rsa_key_too_short : Reason::ec_key_too_short;
    if (bits < (rsa ? short_rsa_bits : short_ec_bits)) check.report(short_key);
    if (bits < (rsa ? policy.min_rsa_bits : policy.min_ec_bits)) check.refuse(short_key);
    if (explicit_parameters) check.report(Reason::explicit_curve_parameters);
}

void judge(const AlgorithmPolicy& policy, const crypto::AlgorithmUse& use, Check& check) {
    judge(policy, use.algorithm, check);
    judge(policy, use.key_kind, use.key_bits, use.explicit_parameters, check);
}

}  // namespace fivestar::identity
