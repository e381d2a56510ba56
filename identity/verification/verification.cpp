// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/verification.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

bool failed(const Verification& verification, CheckName name) {
    return verification[name].outcome == Outcome::failed;
}

bool passed(const Verification& verification, CheckName name) {
    return verification[name].outcome == Outcome::passed;
}

Verdict signed_document_verdict(const Verification& verification) {
    using enum CheckName;
    for (const CheckName name :
         {access, data_group_hashes, signature, certificate_chain, revocation, chip_authenticity}) {
        if (failed(verification, name)) return Verdict::not_genuine;
    }
    for (const CheckName name : {data_group_hashes, signature, certificate_chain}) {
        if (!passed(verification, name)) return Verdict::unverified;
    }
    if (verification.chip_authenticity_offered && !passed(verification, chip_authenticity)) return Verdict::unverified;
    return Verdict::genuine;
}

Verdict security_module_verdict(const Verification& verification) {
    using enum CheckName;
    if (failed(verification, access) || failed(verification, chip_authenticity)) return Verdict::not_genuine;
    const bool believed = passed(verification, chip_authenticity) && !failed(verification, number_check_digit) &&
                          !failed(verification, record_consistency);
    return believed ? Verdict::genuine : Verdict::unverified;
}

}  // namespace

void Check::pass(std::string_view how) {
    if (outcome == Outcome::failed) return;
    outcome = Outcome::passed;
    if (!how.empty()) method = how;
    reason = {};
}

void Check::report(Reason why) {
    switch (class_of(why)) {
        case ReasonClass::disproved:
            return restate(Outcome::failed, why);
        case ReasonClass::not_shown:
            return restate(Outcome::not_performed, why);
        case ReasonClass::remarked:
        case ReasonClass::other:
            break;
    }
    note(why);
}

void Check::refuse(Reason why) {
    restate(Outcome::failed, why);
}

void Check::restate(Outcome stated, const ReasonCode& why) {
    note(why);
    if (outcome == Outcome::failed) return;
    outcome = stated;
    reason = why;
}

void Check::note(const ReasonCode& what) {
    if (std::ranges::find(findings, what) == findings.end()) findings.push_back(what);
}

ReasonCode ReasonCode::parse(std::string_view text) {
    ReasonCode code;
    if (const auto known = reason_by_name(text)) {
        code.reason_ = *known;
    } else {
        code.unknown_ = text;
    }
    return code;
}

Verification::Verification() {
    for (std::size_t at = 0; at < checks_.size(); ++at) checks_[at].name = static_cast<CheckName>(at);
}

Verdict verdict(Profile profile, const Verification& verification) {
    return profile == Profile::sam ? security_module_verdict(verification) : signed_document_verdict(verification);
}

}  // namespace fivestar::identity
