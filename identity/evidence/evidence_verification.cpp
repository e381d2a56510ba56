// SPDX-License-Identifier: Apache-2.0
#include "identity/evidence/evidence_verification.hpp"

#include "identity/assemble.hpp"
#include "identity/china/assemble_sam.hpp"
#include "identity/evidence/evidence_consistency.hpp"
#include "identity/lds/chip_keys.hpp"
#include "identity/verification/active_authentication.hpp"
#include "identity/verification/document_verification.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace fivestar::identity {
namespace {

using enum CheckName;

/// The terminal's word for a check that cannot be repeated.
void take_word(const Check& claimed, bool believed, Check& check) {
    check.method = claimed.method;
    if (claimed.outcome == Outcome::failed) {
        check.restate(Outcome::failed, claimed.reason);
    } else if (believed) {
        check = claimed;
    } else {
        check.restate(Outcome::not_performed,
                      claimed.outcome == Outcome::passed ? ReasonCode{Reason::not_transferable} : claimed.reason);
    }
}

class DocumentEvidence {
  public:
    DocumentEvidence(const Evidence& evidence, const EvidenceTrust& trust, WallTime now)
        : evidence_(evidence),
          trust_(trust),
          now_(now),
          sod_(parse_sod(evidence.security_object)),
          card_access_(crypto::SecurityInfos::parse(evidence.card_access.value_or(Bytes{}))),
          dg14_(parse_dg14(octets(dg_chip_authentication))) {}

    EvidenceReport verify() && {
        auto [profile, sod] = recognise(now_);
        report_.profile = profile;
        report_.valid_at_reading = recognise(evidence_.read_at).sod.certificate_validity.outcome;
        report_.contradiction = contradiction_in(evidence_, sod_, sod, stores());
        const IdentityRecord record = decode();
        take_word(evidence_.claimed[access], trust_.terminal_is_believed, report_.verification[access]);
        prove();
        const auto files = files_to_compare();
        const auto& state = record.document.issuing_state;
        verify_document({.sod = sod,
                         .files = files,
                         .issuing_state = state ? state->view() : std::string_view{},
                         .card_access = card_access_ ? &*card_access_ : nullptr,
                         .dg14 = dg14_ ? &*dg14_ : nullptr,
                         .proofs = proofs_},
                        report_.verification);
        note_withheld_files();
        take_rest();
        report_.verdict = verdict(profile, report_.verification);
        judge_contradiction();
        return std::move(report_);
    }

  private:
    [[nodiscard]] RecognisedDocument recognise(WallTime at) const {
        // A document may have come without it, and the daemon's store with it.
        const auto signer = crypto::Certificate::parse_in_part(evidence_.signer_certificate);
        return recognise_document(sod_, {trust_.trust, trust_.lds_trust, trust_.policy}, at, octets(dg_issuer_own),
                                  signer ? std::span{&*signer, 1} : std::span<const crypto::Certificate>{});
    }

    [[nodiscard]] std::vector<const crypto::TrustStore*> stores() const {
        std::vector<const crypto::TrustStore*> stores{&trust_.trust};
        if (trust_.lds_trust != nullptr) stores.push_back(trust_.lds_trust);
        return stores;
    }

    [[nodiscard]] ByteView octets(DataGroupNumber number) const {
        const auto group = std::ranges::find(evidence_.groups, number, &EvidenceGroup::number);
        if (group == evidence_.groups.end() || !group->octets) return {};
        return *group->octets;
    }

    /// A digest without its file is the terminal's word, too: it counts if that is believed, or speaks against it.
    [[nodiscard]] std::vector<DataGroupFile> files_to_compare() const {
        std::vector<DataGroupFile> files;
        for (const EvidenceGroup& group : evidence_.groups) {
            DataGroupFile file{.number = group.number, .state = group.state};
            if (group.octets) {
                file.octets = *group.octets;
            } else if (group.state == FileState::read) {
                file.digest = group.digest;
                if (!trust_.terminal_is_believed && is_listed(group)) file.state = FileState::not_asked;
            }
            files.push_back(file);
        }
        return files;
    }

    [[nodiscard]] bool is_listed(const EvidenceGroup& group) const {
        if (!sod_.security_object) return false;
        const auto listed = sod_.security_object->hashes.find(group.number);
        return listed != sod_.security_object->hashes.end() && listed->second == group.digest;
    }

    /// The record, for its own checks, from the files that are there.
    [[nodiscard]] IdentityRecord decode() {
        std::vector<DataGroupFile> files;
        for (const EvidenceGroup& group : evidence_.groups) {
            if (group.octets) files.push_back({.number = group.number, .octets = *group.octets});
        }
        const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now_)};
        return assemble(decode_groups(files, report_.profile, today), report_.verification);
    }

    void prove() {
        if (announces_chip_authentication_mapping(card_access_ ? &*card_access_ : nullptr)) {
            proofs_.push_back({"pace-cam", CheckResult::of(Reason::not_transferable)});
        }
        if (dg14_ && (!dg14_->chip_authentication_keys.empty() || dg14_->has_malformed_chip_authentication)) {
            const bool is_unread = dg14_->chip_authentication_keys.empty();
            const Reason reason = is_unread                       ? Reason::chip_authentication_unsupported
                                  : evidence_.chip_authentication ? Reason::not_transferable
                                                                  : Reason::chip_authentication_not_tried;
            proofs_.push_back({"chip", CheckResult::of(reason), dg_chip_authentication});
        }
        if (octets(dg_active_authentication).empty()) return;
        ChipProof proof{"active", CheckResult::of(Reason::active_authentication_not_tried), dg_active_authentication};
        if (const auto& active = evidence_.active_authentication) {
            const auto key = parse_dg15(octets(dg_active_authentication));
            const auto announced = dg14_ ? dg14_->active_authentication_digest : std::nullopt;
            if (!key) {
                proof.result.reason = Reason::active_authentication_unsupported;
            } else if (active->signature.empty()) {
                proof.result.reason = Reason::active_authentication_incomplete;
            } else if (verify_active_authentication(*key, announced, active->challenge, active->signature)) {
                proof.result = CheckResult::passed();
            } else {
                proof.result = CheckResult::of(Reason::active_authentication_failed);
            }
        }
        proofs_.push_back(proof);
    }

    /// Notes files of which only the digest is there and was not compared.
    void note_withheld_files() {
        Check& hashes = report_.verification[data_group_hashes];
        const bool withheld = std::ranges::any_of(evidence_.groups, [](const EvidenceGroup& group) {
            return group.state == FileState::read && !group.octets;
        });
        if (withheld && !trust_.terminal_is_believed) hashes.report(Reason::file_withheld);
    }

    void judge_contradiction() {
        Reason& what = report_.contradiction;
        if (what == Reason::anchor_unknown && trust_.terminal_is_believed) what = Reason::none;
        if (what == Reason::none) return;
        const bool weak = what == Reason::anchor_unknown && report_.verdict != Verdict::not_genuine;
        report_.verdict = weak ? Verdict::unverified : Verdict::not_genuine;
    }

    /// Takes from the terminal's findings those that cannot be repeated.
    void take_rest() {
        const Verification& claimed = evidence_.claimed;
        Check& chip = report_.verification[chip_authenticity];
        if (claimed[chip_authenticity].outcome == Outcome::failed) {
            chip.restate(Outcome::failed, claimed[chip_authenticity].reason);
        }
        if (!trust_.terminal_is_believed) return;
        if (chip.outcome == Outcome::not_performed) take_word(claimed[chip_authenticity], true, chip);
        const bool all_files = std::ranges::all_of(evidence_.groups, [](const EvidenceGroup& group) {
            return group.state != FileState::read || group.octets;
        });
        if (all_files) return;
        for (const CheckName name : {number_check_digit, mrz_check_digits, record_consistency}) {
            report_.verification[name] = claimed[name];
        }
        Check& chain = report_.verification[certificate_chain];
        if (chain.reason == Reason::country_unknown && claimed[certificate_chain].outcome == Outcome::passed)
            chain.pass();
    }

    const Evidence& evidence_;
    const EvidenceTrust& trust_;
    const WallTime now_;
    const ParsedSod sod_;
    const Result<crypto::SecurityInfos> card_access_;
    const Result<crypto::SecurityInfos> dg14_;
    std::vector<ChipProof> proofs_;
    EvidenceReport report_;
};

EvidenceReport verify_module(const Evidence& evidence, bool believed) {
    EvidenceReport report{.profile = Profile::sam};
    Verification& verification = report.verification;
    const Verification& claimed = evidence.claimed;
    if (!evidence.module || !evidence.groups.empty() || !evidence.security_object.empty()) {
        report.contradiction = Reason::profile_mismatch;
    } else if (verdict(Profile::sam, claimed) != evidence.claimed_verdict) {
        report.contradiction = Reason::verdict_mismatch;
    }
    const PersonalBytes* const text = evidence.module && evidence.module->text ? &*evidence.module->text : nullptr;
    const bool repeated = text != nullptr && assemble_sam({.text = *text}, verification);
    for (const Check& check : claimed.checks()) {
        const bool by_text =
            check.name == number_check_digit || check.name == mrz_check_digits || check.name == record_consistency;
        if (!(repeated && by_text)) take_word(check, believed, verification[check.name]);
    }
    verification.sam_id = claimed.sam_id;
    report.verdict = report.contradiction == Reason::none ? verdict(Profile::sam, verification) : Verdict::not_genuine;
    return report;
}

}  // namespace

EvidenceReport verify_evidence(const Evidence& evidence, const EvidenceTrust& trust, WallTime now) {
    if (evidence.profile == Profile::sam) return verify_module(evidence, trust.terminal_is_believed);
    return DocumentEvidence{evidence, trust, now}.verify();
}

}  // namespace fivestar::identity
