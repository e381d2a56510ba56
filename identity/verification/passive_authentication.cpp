// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/passive_authentication.hpp"

#include "identity/country.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

/// Returns the cause why a listed data group was requested and not read; `none` if neither holds.
Reason cause(FileState state) {
    switch (state) {
        case FileState::absent:
            return Reason::listed_group_missing;
        case FileState::refused:
            return Reason::listed_group_refused;
        case FileState::unreadable:
            return Reason::listed_group_unreadable;
        case FileState::read:
        case FileState::not_asked:
            break;
    }
    return Reason::none;
}

/// A listed group that was requested and not read: a copy of a chip can hide each file that it cannot forge. DG3 and
/// DG4 need terminal authentication (Doc 9303-11 §7.1), so their refusal says nothing.
void report_not_read(const DataGroupFile& file, Check& check) {
    const Reason why = cause(file.state);
    const bool extended_access = file.number == 3 || file.number == 4;
    if (why == Reason::none || (extended_access && file.state == FileState::refused)) return;
    check.note(why);
    if (!extended_access) check.report(not_read_reason(file.number));
}

void compare_hash(const SecurityObject& object, const DataGroupFile& file, Check& check) {
    const auto listed = object.hashes.find(file.number);
    if (listed == object.hashes.end()) {
        // A group that EF.COM announces and nobody read may not exist; one that was read or is denied exists.
        if (file.state == FileState::not_asked) check.report(Reason::unlisted_group_announced);
        if (file.state == FileState::absent || file.state == FileState::not_asked) return;
        // An entry of the list that cannot be read may be this group's.
        if (object.has_unreadable_entry) return;
        check.report(Reason::unlisted_data_group);
    } else if (file.state != FileState::read) {
        report_not_read(file, check);
    } else if (listed->second.empty()) {
        check.report(Reason::hash_unreadable);
    } else if (std::ranges::equal(file.digest.empty() ? crypto::digest(object.digest, file.octets) : copy(file.digest),
                                  listed->second)) {
        check.data_groups.push_back(file.number);
    } else {
        check.report(Reason::hash_mismatch);
    }
}

void compare_hashes(const SodReport& sod, std::span<const DataGroupFile> files, Check& check) {
    // A security object that cannot be read lists nothing that could be wrong, and proves as little as an absent one.
    if (!sod.security_object) return check.report(sod.unusable);
    for (const DataGroupFile& file : files) compare_hash(*sod.security_object, file, check);
    // It may also be that of a group which the chip does not show.
    if (sod.security_object->has_unreadable_entry) check.report(Reason::hash_unreadable);
    std::ranges::sort(check.data_groups);
    if (check.data_groups.empty()) return check.report(Reason::no_data_group_read);
    if (check.outcome != Outcome::failed) check.method = crypto::to_string(sod.security_object->digest);
    if (check.reason.empty()) check.pass();
}

/// Compares the document's country with its issuer's: an anchor is trusted for documents of its own country only.
void compare_countries(const SodReport& sod, std::string_view issuing_state, Check& chain) {
    bool agree = !sod.countries.empty() && !issuing_state.empty();
    for (const std::string& country : sod.countries) {
        if (issuing_state.empty()) break;
        const CountryAgreement agreement = certificate_country_agrees(issuing_state, country);
        if (agreement == CountryAgreement::differs) return chain.report(Reason::country_mismatch);
        agree = agree && agreement == CountryAgreement::agrees;
    }
    if (!agree && chain.outcome == Outcome::passed) chain.report(Reason::country_unknown);
}

void report_chip_authenticity(const SodReport& sod, std::span<const DataGroupFile> files, Verification& verification) {
    Check& check = verification[CheckName::chip_authenticity];
    bool listed = false;
    for (const DataGroupNumber number : {dg_chip_authentication, dg_active_authentication}) {
        if (!sod.security_object || !sod.verified() || !sod.security_object->hashes.contains(number)) continue;
        listed = true;
        const auto file = std::ranges::find(files, number, &DataGroupFile::number);
        if (file != files.end() && file->state == FileState::absent) check.report(Reason::listed_group_missing);
    }
    verification.chip_authenticity_offered = verification.chip_authenticity_offered || listed;
    if (check.outcome != Outcome::not_performed || !check.reason.empty()) return;
    check.report(verification.chip_authenticity_offered ? Reason::not_attempted : Reason::not_offered);
}

}  // namespace

Reason not_read_reason(DataGroupNumber number) {
    switch (number) {
        case dg_mrz:
            return Reason::dg1_not_read;
        case dg_portrait:
            return Reason::dg2_not_read;
        case dg_personal_details:
            return Reason::dg11_not_read;
        case dg_document_details:
            return Reason::dg12_not_read;
        case dg_issuer_own:
            return Reason::dg13_not_read;
        case dg_chip_authentication:
            return Reason::dg14_not_read;
        case dg_active_authentication:
            return Reason::dg15_not_read;
        default:
            return Reason::other_group_not_read;
    }
}

bool is_withheld(DataGroupNumber number, const Verification& verification) {
    const auto& findings = verification[CheckName::data_group_hashes].findings;
    return std::ranges::find(findings, ReasonCode{not_read_reason(number)}) != findings.end();
}

void report_passive_authentication(const SodReport& sod, std::span<const DataGroupFile> files,
                                   std::string_view issuing_state, Verification& verification) {
    verification[CheckName::signature] = sod.signature;
    verification[CheckName::certificate_chain] = sod.certificate_chain;
    verification[CheckName::certificate_validity] = sod.certificate_validity;
    verification[CheckName::revocation] = sod.revocation;
    verification[CheckName::algorithm_policy] = sod.algorithm_policy;
    Check& hashes = verification[CheckName::data_group_hashes];
    hashes = Check{.name = CheckName::data_group_hashes};
    compare_hashes(sod, files, hashes);
    compare_countries(sod, issuing_state, verification[CheckName::certificate_chain]);
    report_chip_authenticity(sod, files, verification);
}

}  // namespace fivestar::identity
