// SPDX-License-Identifier: Apache-2.0
// Implements TrustStore::verify_chain.
#include "crypto/pki/chain_search.hpp"
#include "crypto/pki/trust_store.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace fivestar::crypto {
namespace {

/// Purposes of other certificates of a CSCA (ICAO Doc 9303-12 §7.1.1, RFC 5280 §4.2.1.12): TLS server and client,
/// master list signer, deviation list signer. Their keys must not sign documents.
constexpr std::string_view master_list_signing = "2.23.136.1.1.3";
constexpr std::array<std::string_view, 4> other_purposes{"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", master_list_signing,
                                                         "2.23.136.1.1.8"};

bool for_another_purpose(const Certificate& signer, ChainPurpose purpose) {
    if (signer.key_usage && !signer.key_usage->digital_signature && !signer.key_usage->content_commitment) return true;
    if (purpose == ChainPurpose::master_list_signer) {
        return std::ranges::find(signer.extended_key_usage, master_list_signing) == signer.extended_key_usage.end();
    }
    return std::ranges::any_of(signer.extended_key_usage, [](std::string_view other) {
        return std::ranges::find(other_purposes, other) != other_purposes.end();
    });
}

CheckResult judge_chain(const Certificate& signer, const ChainSearch& search, ChainPurpose purpose) {
    if (!signer.signature_algorithm()) return CheckResult::of(Reason::unsupported_algorithm);
    if (search.anchor() == nullptr) {
        return search.contradicted() ? CheckResult::of(Reason::broken) : CheckResult::of(Reason::issuer_unknown);
    }
    if (signer.basic_constraints && signer.basic_constraints->ca) return CheckResult::of(Reason::signer_is_ca);
    if (for_another_purpose(signer, purpose)) return CheckResult::of(Reason::signer_key_usage);
    if (signer.unknown_critical_extension) return CheckResult::of(Reason::critical_extension);
    if (signer.usage_malformed) return CheckResult::of(Reason::certificate_usage_malformed);
    return CheckResult::passed();
}

void judge_validity(const Certificate& certificate, WallTime at, Reason expired, Reason not_yet_valid,
                    ValidityReport& report) {
    if (certificate.validity_malformed) {
        constexpr Reason malformed = Reason::certificate_validity_malformed;
        if (report.findings.empty()) report.result = CheckResult::of(malformed);
        report.findings.push_back(malformed);
        return;
    }
    if (at >= certificate.not_before && at <= certificate.not_after) return;
    const Reason finding = at > certificate.not_after ? expired : not_yet_valid;
    if (report.result.outcome != Outcome::failed) report.result = CheckResult::of(finding);
    report.findings.push_back(finding);
}

ValidityReport validity_at(WallTime at, const Certificate& signer, const ChainSearch& search) {
    ValidityReport report{CheckResult::passed(), {}};
    judge_validity(signer, at, Reason::signer_expired, Reason::signer_not_yet_valid, report);
    if (search.anchor() == nullptr) return report;
    for (std::size_t link = 1; link < search.links().size(); ++link) {
        judge_validity(*search.links()[link].certificate, at, Reason::intermediate_expired,
                       Reason::intermediate_not_yet_valid, report);
    }
    judge_validity(search.anchor()->certificate, at, Reason::anchor_expired, Reason::anchor_not_yet_valid, report);
    return report;
}

/// Passed if the list is current, so that a certificate which it does not name is not revoked. A list without
/// nextUpdate is taken for stale: nothing promises that it is the latest.
CheckResult freshness(const RevocationList& list, WallTime now) {
    if (now < list.this_update) return CheckResult::of(Reason::crl_not_yet_valid);
    if (!list.next_update || now > *list.next_update) return CheckResult::of(Reason::crl_stale);
    return CheckResult::passed();
}

/// An entry counts even in an outdated list; the absence of one counts only in a current list.
CheckResult revocation_of(const ChainLink& link, const std::vector<const RevocationList*>& lists, WallTime now) {
    CheckResult result = CheckResult::of(Reason::no_crl);
    for (const RevocationList* list : lists) {
        if (list->revokes(link.certificate->serial)) return CheckResult::of(Reason::revoked);
        if (result.outcome != Outcome::passed) result = freshness(*list, now);
    }
    return result;
}

void judge_revocation(const TrustStore& store, const ChainSearch& search, WallTime now, ChainReport& report) {
    report.revocation = CheckResult::of(Reason::chain_not_verified);
    if (search.anchor() == nullptr) return;
    report.revocation = CheckResult::passed();
    for (const ChainLink& link : search.links()) {
        const CheckResult result = revocation_of(link, store.revocation_lists(link.issuer->subject), now);
        const bool worse = result.outcome == Outcome::failed ||
                           (result.outcome != Outcome::passed && report.revocation.outcome == Outcome::passed);
        if (worse) report.revocation = result;
    }
}

}  // namespace

ChainReport TrustStore::verify_chain(const Certificate& signer, std::span<const Certificate> more, WallTime now,
                                     std::optional<WallTime> signing_time, ChainPurpose purpose) const {
    ChainSearch search{*this, more};
    search.find(signer);
    ChainReport report;
    report.chain = judge_chain(signer, search, purpose);
    report.anchor = search.anchor();
    report.now = validity_at(now, signer, search);
    report.at_signing = signing_time ? validity_at(*signing_time, signer, search)
                                     : ValidityReport{CheckResult::of(Reason::no_signing_time), {}};
    judge_revocation(*this, search, now, report);
    if (report.anchor) {
        for (const ChainLink& link : search.links()) report.algorithms.push_back(link.algorithm);
    }
    return report;
}

}  // namespace fivestar::crypto
