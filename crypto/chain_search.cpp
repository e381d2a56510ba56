#include "crypto/chain_search.hpp"

namespace fivestar::crypto {
namespace {

/// Whether the certificates below `issuer`, the signer not counted, are no more than it allows.
bool path_length_allows(const Certificate& issuer, std::size_t intermediates) {
    return !issuer.basic_constraints || !issuer.basic_constraints->path_length ||
           intermediates <= *issuer.basic_constraints->path_length;
}

/// Whether the two key identifiers say that the key is another one.
bool identifiers_differ(const Certificate& certificate, const Certificate& issuer) {
    return certificate.authority_key_identifier && issuer.subject_key_identifier &&
           *certificate.authority_key_identifier != *issuer.subject_key_identifier;
}

}  // namespace

bool may_sign_certificates(const Certificate& certificate) {
    if (certificate.basic_constraints && !certificate.basic_constraints->ca) return false;
    return !certificate.key_usage || certificate.key_usage->certificate_signing;
}

bool ChainSearch::add_link(const Certificate& certificate, const Certificate& issuer, const PublicKey& key) {
    const auto algorithm = certificate.signature_algorithm();
    if (!algorithm || checks_left_ == 0) return false;
    --checks_left_;
    if (!certificate.verify_signed_by(key)) return false;
    links_.push_back({&certificate, &issuer, {*algorithm, key.kind(), key.bits(), key.explicit_parameters()}});
    return true;
}

bool ChainSearch::find(const Certificate& certificate, std::size_t intermediates) {
    for (const auto& anchor : store_.issuers(certificate.issuer, certificate.authority_key_identifier)) {
        if (!path_length_allows(anchor->certificate, intermediates)) continue;
        if (add_link(certificate, anchor->certificate, anchor->key)) {
            anchor_ = anchor;
            return true;
        }
        if (!identifiers_differ(certificate, anchor->certificate)) contradicted_ = true;
    }
    return intermediates < max_intermediates && find_intermediate(certificate, intermediates);
}

bool ChainSearch::find_intermediate(const Certificate& certificate, std::size_t intermediates) {
    for (const Certificate& candidate : more_) {
        const bool authority = candidate.basic_constraints && candidate.basic_constraints->ca;
        if (!authority || !may_sign_certificates(candidate) || candidate.unknown_critical_extension ||
            !candidate.subject.matches(certificate.issuer) || !path_length_allows(candidate, intermediates)) {
            continue;
        }
        const auto key = candidate.public_key();
        if (!key || !add_link(certificate, candidate, *key)) continue;
        if (find(candidate, intermediates + 1)) return true;
        links_.pop_back();
    }
    return false;
}

}  // namespace fivestar::crypto
