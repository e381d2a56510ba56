// SPDX-License-Identifier: Apache-2.0
#include "identity/evidence/evidence_consistency.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace fivestar::identity {
namespace {

constexpr DataGroupNumber dg13 = 13;

bool is_derived(const Evidence& evidence) {
    const auto& active = evidence.active_authentication;
    return !active || derived_challenge(evidence, active->nonce) == active->challenge;
}

bool state_agrees(const EvidenceGroup& group) {
    return group.state == FileState::read ? !group.digest.empty() : group.digest.empty() && !group.octets;
}

bool digest_agrees(const Evidence& evidence, const EvidenceGroup& group) {
    return !group.octets || crypto::digest(evidence.digest, *group.octets) == group.digest;
}

using Stores = std::span<const crypto::TrustStore* const>;

bool is_known(const Bytes& certificate, Stores stores) {
    return std::ranges::any_of(stores, [&](const crypto::TrustStore* store) {
        return std::ranges::any_of(store->anchors(), [&](const auto& anchor) {
            return std::ranges::equal(anchor->certificate.der, certificate);
        });
    });
}

/// True if the certificate, or an anchor of the verifier, signed it.
bool is_vouched_for(const crypto::Certificate& certificate, Stores stores) {
    const auto key = certificate.public_key();
    if (key && certificate.verify_signed_by(*key)) return true;
    return std::ranges::any_of(stores, [&](const crypto::TrustStore* store) {
        const auto issuers = store->issuers(certificate.issuer, certificate.authority_key_identifier);
        return std::ranges::any_of(
            issuers, [&](const auto& issuer) { return issuer->key() && certificate.verify_signed_by(*issuer->key()); });
    });
}

bool anchor_is_held(const Evidence& evidence, Stores stores) {
    if (evidence.anchor_certificate.empty() || is_known(evidence.anchor_certificate, stores)) return true;
    const auto anchor = crypto::Certificate::parse(evidence.anchor_certificate);
    return anchor && is_vouched_for(*anchor, stores);
}

/// True if the chain of the signer's certificate ends at the stated anchor.
bool anchor_agrees(const Evidence& evidence, const ParsedSod& sod) {
    const bool claimed = evidence.claimed[CheckName::certificate_chain].outcome == Outcome::passed;
    if (evidence.anchor_certificate.empty()) return !claimed;
    const auto signer = crypto::Certificate::parse_in_part(evidence.signer_certificate);
    auto anchor = crypto::Certificate::parse(evidence.anchor_certificate);
    if (!signer || !anchor || !sod.signed_data) return false;
    crypto::TrustStore store;
    if (store.add_anchor(std::move(*anchor)).outcome != Outcome::passed) return false;
    return store.verify_chain(*signer, sod.signed_data->certificates, evidence.read_at, std::nullopt).anchor != nullptr;
}

/// Returns the groups whose digest is the listed one.
std::vector<DataGroupNumber> agreeing_groups(const Evidence& evidence, const ParsedSod& sod) {
    std::vector<DataGroupNumber> numbers;
    if (!sod.security_object) return numbers;
    for (const EvidenceGroup& group : evidence.groups) {
        const auto listed = sod.security_object->hashes.find(group.number);
        if (group.state != FileState::read || listed == sod.security_object->hashes.end()) continue;
        if (listed->second == group.digest) numbers.push_back(group.number);
    }
    std::ranges::sort(numbers);
    return numbers;
}

/// True if each group that the terminal reports as not read is in such a state here.
bool withheld_groups_agree(const Evidence& evidence) {
    const auto is_unread = [&](DataGroupNumber number) {
        const auto group = std::ranges::find(evidence.groups, number, &EvidenceGroup::number);
        return group != evidence.groups.end() && group->state != FileState::read &&
               group->state != FileState::not_asked;
    };
    return std::ranges::all_of(nameable_groups, [&](DataGroupNumber number) {
        return !is_withheld(number, evidence.claimed) || is_unread(number);
    });
}

bool profile_agrees(const Evidence& evidence) {
    const bool has_dg13 = std::ranges::any_of(evidence.groups, [](const EvidenceGroup& group) {
        return group.number == dg13 && group.state == FileState::read;
    });
    return !evidence.module && (evidence.profile != Profile::lds || has_dg13);
}

}  // namespace

Reason contradiction_in(const Evidence& evidence, const ParsedSod& sod, const SodReport& report, Stores stores) {
    if (!std::ranges::all_of(evidence.groups, state_agrees)) return Reason::group_state_mismatch;
    const bool digests =
        std::ranges::all_of(evidence.groups, [&](const auto& group) { return digest_agrees(evidence, group); });
    if (!digests || (sod.security_object && sod.security_object->digest != evidence.digest))
        return Reason::digest_mismatch;
    if (!is_derived(evidence)) return Reason::challenge_not_derived;
    if (evidence.signer_certificate != report.signer_certificate) return Reason::signer_certificate_mismatch;
    if (!anchor_agrees(evidence, sod)) return Reason::anchor_mismatch;
    if (!profile_agrees(evidence)) return Reason::profile_mismatch;
    if (agreeing_groups(evidence, sod) != evidence.claimed[CheckName::data_group_hashes].data_groups ||
        !withheld_groups_agree(evidence)) {
        return Reason::data_groups_mismatch;
    }
    if (verdict(evidence.profile, evidence.claimed) != evidence.claimed_verdict) return Reason::verdict_mismatch;
    return anchor_is_held(evidence, stores) ? Reason::none : Reason::anchor_unknown;
}

}  // namespace fivestar::identity
