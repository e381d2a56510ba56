// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/document_verification.hpp"

#include "identity/lds/chip_keys.hpp"
#include "identity/lds/dg13.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace fivestar::identity {
namespace {

using enum CheckName;

/// Tells whether the group's hash is the listed one.
bool is_hashed(DataGroupNumber number, const Verification& verification) {
    const auto& hashed = verification[data_group_hashes].data_groups;
    return std::ranges::find(hashed, number) != hashed.end();
}

void compare_card_access(const DocumentFacts& facts, Verification& verification) {
    const std::vector<Bytes> shown =
        facts.card_access == nullptr ? std::vector<Bytes>{} : facts.card_access->pace_entries;
    const bool signed_by_issuer = facts.sod.verified() && is_hashed(dg_chip_authentication, verification);
    if (facts.card_access != nullptr && facts.card_access->has_malformed_entry) {
        verification[access].report(Reason::card_access_entry_malformed);
    }
    if (signed_by_issuer && facts.dg14 != nullptr && !facts.dg14->pace_entries.empty()) {
        const bool hidden = !std::ranges::includes(shown, facts.dg14->pace_entries);
        const bool added = !std::ranges::includes(facts.dg14->pace_entries, shown);
        // An entry of DG14 that cannot be read may be the one that EF.CardAccess has.
        if (hidden || (added && !facts.dg14->has_malformed_entry)) {
            verification[access].report(Reason::card_access_mismatch);
        } else if (added) {
            verification[access].report(Reason::card_access_unconfirmed);
        }
    } else if (!shown.empty()) {
        verification[access].report(Reason::card_access_unconfirmed);
    }
}

/// DG14 may list PACE or terminal authentication alone; then the chip offers no proof.
void report_nothing_to_prove(const DocumentFacts& facts, Verification& verification) {
    const bool has_dg15 =
        std::ranges::find(facts.files, dg_active_authentication, &DataGroupFile::number) != facts.files.end();
    if (has_dg15 || facts.dg14 == nullptr || !is_hashed(dg_chip_authentication, verification)) return;
    verification.chip_authenticity_offered = false;
    verification[chip_authenticity] = Check{.name = chip_authenticity};
    verification[chip_authenticity].report(Reason::not_offered);
}

void report_proof(const ChipProof& proof, bool key_counts, Check& check) {
    const bool passed = proof.result.outcome == Outcome::passed;
    if (check.outcome == Outcome::not_performed) check.method = proof.method;
    if (passed && key_counts) {
        if (check.outcome != Outcome::passed) check.pass(proof.method);
        return;
    }
    const Reason reason = passed ? Reason::chip_key_not_verified : proof.result.reason;
    if (proof.result.outcome == Outcome::failed) check.method = proof.method;
    // One proof is enough: another that is not shown takes nothing from it.
    if (check.outcome == Outcome::passed && class_of(reason) == ReasonClass::not_shown) return check.note(reason);
    check.report(reason);
}

void report_proofs(const DocumentFacts& facts, Verification& verification) {
    Check& check = verification[chip_authenticity];
    if (check.outcome == Outcome::failed) return;
    if (announces_chip_authentication_mapping(facts.card_access)) verification.chip_authenticity_offered = true;
    if (facts.proofs.empty()) return report_nothing_to_prove(facts, verification);
    const bool signed_by_issuer = verification[signature].outcome == Outcome::passed &&
                                  verification[certificate_chain].outcome == Outcome::passed;
    check = Check{.name = chip_authenticity};
    for (const ChipProof& proof : facts.proofs) {
        const bool hash_counts = signed_by_issuer && is_hashed(proof.key_in, verification);
        report_proof(proof, proof.key_in == 0 || hash_counts, check);
    }
}

/// Whoever is named as the issuer did not sign, or has taken it back.
bool condemned(const SodReport& sod) {
    return sod.certificate_chain.outcome == Outcome::failed || sod.revocation.outcome == Outcome::failed;
}

/// Reports the parts of DG14 and DG15 that could not be read.
void report_odd_key_groups(const DocumentFacts& facts, Verification& verification) {
    Check& check = verification[chip_authenticity];
    for (const DataGroupFile& file : facts.files) {
        if (file.octets.empty()) continue;
        if (file.number == dg_chip_authentication && facts.dg14 == nullptr) check.report(Reason::dg14_malformed);
        if (file.number == dg_active_authentication && has_octets_behind(file.octets)) {
            check.report(Reason::dg15_trailing_bytes);
        }
    }
    if (facts.dg14 != nullptr && facts.dg14->has_malformed_entry) check.report(Reason::dg14_entry_malformed);
}

}  // namespace

void verify_document(const DocumentFacts& facts, Verification& verification) {
    report_passive_authentication(facts.sod, facts.files, facts.issuing_state, verification);
    compare_card_access(facts, verification);
    report_proofs(facts, verification);
    report_odd_key_groups(facts, verification);
}

bool announces_chip_authentication_mapping(const crypto::SecurityInfos* card_access) {
    return card_access != nullptr && std::ranges::any_of(card_access->pace, [](const crypto::PaceInfo& info) {
               return info.mapping == crypto::PaceMapping::chip_authentication;
           });
}

RecognisedDocument recognise_document(const ParsedSod& sod, const IssuerTrust& trust, WallTime now, ByteView dg13,
                                      std::span<const crypto::Certificate> apart) {
    std::vector<const crypto::TrustStore*> stores{&trust.trust};
    if (trust.lds_trust != nullptr) stores.push_back(trust.lds_trust);
    auto reports = verify_sod(sod, stores, now, trust.policy, apart);
    auto by_lds_trust = trust.lds_trust != nullptr ? std::move(reports.back()) : SodReport{};
    auto& by_trust = reports.front();
    const bool lds = by_lds_trust.verified() && by_lds_trust.certificate_chain.outcome == Outcome::passed &&
                     parse_dg13(dg13).has_value();
    // An impostor in the name of an LDS authority is found out by that authority's anchor alone.
    const bool impostor = by_trust.certificate_chain.outcome != Outcome::passed && condemned(by_lds_trust);
    return {lds ? Profile::lds : Profile::emrtd, lds || impostor ? std::move(by_lds_trust) : std::move(by_trust)};
}

}  // namespace fivestar::identity
