// SPDX-License-Identifier: Apache-2.0
#include "crypto/pki/trust_store.hpp"

#include "crypto/pki/chain_search.hpp"
#include "crypto/primitives/digest.hpp"

#include <algorithm>
#include <utility>

namespace fivestar::crypto {

const Result<PublicKey>& TrustAnchor::key() const {
    std::call_once(decoded_, [this] { key_ = certificate.public_key(); });
    return key_;
}

Result<SignatureAlgorithm> TrustAnchor::verify(const Certificate& signed_certificate) const {
    const Bytes name =
        digest(DigestAlgorithm::sha256,
               {signed_certificate.tbs, signed_certificate.signature_algorithm_der, signed_certificate.signature});
    {
        const std::lock_guard lock{remembering_};
        if (const auto known = remembered_.find(name); known != remembered_.end()) return known->second;
    }
    const auto& own_key = key();
    if (!own_key) return std::unexpected{own_key.error()};
    const auto algorithm = signed_certificate.verify_signed_by(*own_key);
    if (!algorithm) return algorithm;
    const std::lock_guard lock{remembering_};
    if (remembered_.size() == most_remembered) remembered_.clear();
    remembered_.emplace(name, *algorithm);
    return algorithm;
}

std::size_t TrustAnchor::remembered() const {
    const std::lock_guard lock{remembering_};
    return remembered_.size();
}

CheckResult TrustStore::add_anchor(Certificate certificate, TrustSource source) {
    if (!may_sign_certificates(certificate)) return CheckResult::failed(Reason::not_a_ca);
    const auto [first, last] = by_subject_.equal_range(certificate.subject.match_key);
    if (std::any_of(first, last, [&](const auto& entry) {
            return std::ranges::equal(entry.second->certificate.der, certificate.der);
        })) {
        return CheckResult::passed();
    }
    const auto anchor = std::make_shared<const TrustAnchor>(std::move(certificate), std::move(source));
    anchors_.push_back(anchor);
    by_subject_.emplace(anchor->certificate.subject.match_key, anchor);
    by_key_identifier_.emplace(as_text(anchor->certificate.key_identifier()), anchor);
    return CheckResult::passed();
}

std::expected<TrustStore::Anchor, Reason> TrustStore::issuer_of(const RevocationList& list) const {
    const std::vector<Anchor> candidates = issuers(list.issuer, list.authority_key_identifier);
    if (candidates.empty()) return std::unexpected{Reason::issuer_unknown};
    Result<SignatureAlgorithm> signature = fail(ErrorCode::signature_mismatch);
    const auto issuer = std::ranges::find_if(candidates, [&](const Anchor& candidate) {
        if (candidate->key()) signature = list.verify_signed_by(*candidate->key());
        return signature.has_value();
    });
    if (issuer == candidates.end()) return std::unexpected{Reason::signature_mismatch};
    // No policy can allow and report this for a list.
    if (signature->scheme == SignatureScheme::sm2_empty_id) return std::unexpected{Reason::sm2_empty_id};
    return *issuer;
}

CheckResult TrustStore::add_revocation_list(const RevocationList& list, std::string source) {
    const auto issuer = issuer_of(list);
    if (!issuer) {
        return issuer.error() == Reason::issuer_unknown ? CheckResult::not_performed(issuer.error())
                                                        : CheckResult::failed(issuer.error());
    }
    const std::string& name = (*issuer)->certificate.subject.match_key;
    const auto [first, last] = lists_.equal_range(name);
    const auto same_key = std::find_if(first, last, [&](const auto& entry) {
        return std::ranges::equal(entry.second.issuer->certificate.public_key_info,
                                  (*issuer)->certificate.public_key_info);
    });
    if (same_key == last) {
        lists_.emplace(name, IssuedList{list, *issuer, std::move(source)});
    } else if (same_key->second.list.this_update < list.this_update) {
        same_key->second = IssuedList{list, *issuer, std::move(source)};
    }
    return CheckResult::passed();
}

std::vector<TrustStore::Anchor> TrustStore::issuers(const DistinguishedName& name,
                                                    const std::optional<Bytes>& authority_key_identifier) const {
    std::vector<Anchor> found;
    if (authority_key_identifier) {
        const auto [first, last] = by_key_identifier_.equal_range(std::string{as_text(*authority_key_identifier)});
        std::transform(first, last, std::back_inserter(found), [](const auto& entry) { return entry.second; });
    }
    const auto [first, last] = by_subject_.equal_range(name.match_key);
    for (auto entry = first; entry != last; ++entry) {
        if (std::ranges::find(found, entry->second) == found.end()) found.push_back(entry->second);
    }
    return found;
}

std::vector<const RevocationList*> TrustStore::revocation_lists(const DistinguishedName& issuer) const {
    std::vector<const RevocationList*> found;
    const auto [first, last] = lists_.equal_range(issuer.match_key);
    std::transform(first, last, std::back_inserter(found), [](const auto& entry) { return &entry.second.list; });
    return found;
}

}  // namespace fivestar::crypto
