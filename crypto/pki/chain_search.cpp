// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/chain_search.hpp"

namespace fivestar::crypto {
namespace {

bool allows_path_length(const Certificate& issuer, std::size_t path_length) {
    return !issuer.basic_constraints || !issuer.basic_constraints->path_length ||
           path_length <= *issuer.basic_constraints->path_length;
}

/// True if both key identifiers are there and differ, so that `issuer` has another key.
bool identifiers_differ(const Certificate& certificate, const Certificate& issuer) {
    return certificate.authority_key_identifier && issuer.subject_key_identifier &&
           *certificate.authority_key_identifier != *issuer.subject_key_identifier;
}

}  // namespace

bool may_sign_certificates(const Certificate& certificate) {
    if (certificate.basic_constraints && !certificate.basic_constraints->ca) return false;
    return !certificate.key_usage || certificate.key_usage->certificate_signing;
}

template <class Verify>
bool ChainSearch::add_link(const Certificate& certificate, const Certificate& issuer, const PublicKey& key,
                           Verify verify) {
    if (checks_left_ == 0) return false;
    --checks_left_;
    const Result<SignatureAlgorithm> algorithm = verify();
    if (!algorithm) return false;
    links_.push_back({&certificate, &issuer, {*algorithm, key.kind(), key.bits(), key.explicit_parameters()}});
    return true;
}

bool ChainSearch::find(const Certificate& certificate, std::size_t path_length) {
    for (const auto& anchor : store_.issuers(certificate.issuer, certificate.authority_key_identifier)) {
        // An anchor without a usable key neither confirms nor contradicts.
        if (!allows_path_length(anchor->certificate, path_length) || !anchor->key()) continue;
        if (add_link(certificate, anchor->certificate, *anchor->key(), [&] { return anchor->verify(certificate); })) {
            anchor_ = anchor;
            return true;
        }
        if (!identifiers_differ(certificate, anchor->certificate)) contradicted_ = true;
    }
    return links_.size() < max_intermediates && find_intermediate(certificate, path_length);
}

bool ChainSearch::find_intermediate(const Certificate& certificate, std::size_t path_length) {
    for (const Certificate& candidate : more_) {
        const bool authority = candidate.basic_constraints && candidate.basic_constraints->ca;
        if (!authority || !may_sign_certificates(candidate) || candidate.unknown_critical_extension ||
            candidate.usage_malformed || !candidate.subject.matches(certificate.issuer) ||
            !allows_path_length(candidate, path_length)) {
            continue;
        }
        const auto key = candidate.public_key();
        const auto verify = [&] { return certificate.verify_signed_by(*key); };
        if (!key || !add_link(certificate, candidate, *key, verify)) continue;
        if (find(candidate, path_length + (candidate.self_issued() ? 0U : 1U))) return true;
        links_.pop_back();
    }
    return false;
}

}  // namespace fivestar::crypto
