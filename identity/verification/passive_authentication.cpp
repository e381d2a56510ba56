// SPDX-License-Identifier: Apache-2.0
#include "identity/verification/passive_authentication.hpp"

#include "identity/country.hpp"

#include <algorithm>

namespace fivestar::identity {
namespace {

/// Returns what to report about a listed data group that was not compared.
Reason finding(const DataGroupFile& file) {
    const bool extended_access = file.number == 3 || file.number == 4;
    switch (file.state) {
        case FileState::absent:
            return Reason::listed_group_missing;
        case FileState::refused:
            return extended_access ? Reason::none : Reason::listed_group_refused;
        case FileState::unreadable:
            return Reason::listed_group_unreadable;
        case FileState::read:
        case FileState::not_asked:
            break;
    }
    return Reason::none;
}

void compare_hash(const SecurityObject& object, const DataGroupFile& file, Check& check) {
    const auto listed = object.hashes.find(file.number);
    if (listed == object.hashes.end()) {
        // A group that EF.COM announces and nobody read may not exist; one that was read or is denied exists.
        if (file.state == FileState::not_asked) check.note(Reason::unlisted_group_announced);
        if (file.state == FileState::absent || file.state == FileState::not_asked) return;
        check.fail(Reason::unlisted_data_group);
    } else if (file.state != FileState::read) {
        if (const Reason what = finding(file); what != Reason::none) check.note(what);
    } else if (std::ranges::equal(file.digest.empty() ? crypto::digest(object.digest, file.octets) : copy(file.digest),
                                  listed->second)) {
        check.data_groups.push_back(file.number);
    } else {
        check.fail(Reason::hash_mismatch);
    }
}

void compare_hashes(const SodReport& sod, std::span<const DataGroupFile> files, Check& check) {
    if (!sod.security_object) {
        // A security object that is signed and cannot be read is as bad as a wrong one; an absent one proves nothing.
        if (sod.unusable == Reason::malformed) {
            check.fail(Reason::malformed);
        } else {
            check.skip(sod.unusable);
        }
        return;
    }
    for (const DataGroupFile& file : files) compare_hash(*sod.security_object, file, check);
    std::ranges::sort(check.data_groups);
    if (check.data_groups.empty()) {
        check.skip(Reason::no_data_group_read);
    } else {
        check.pass(crypto::to_string(sod.security_object->digest));
    }
}

/// Compares the document's country with its issuer's: an anchor is trusted for documents of its own country only.
void compare_countries(const SodReport& sod, std::string_view issuing_state, Check& chain) {
    bool agree = !sod.countries.empty() && !issuing_state.empty();
    for (const std::string& country : sod.countries) {
        if (issuing_state.empty()) break;
        const CountryAgreement agreement = certificate_country_agrees(issuing_state, country);
        if (agreement == CountryAgreement::differs) return chain.fail(Reason::country_mismatch);
        agree = agree && agreement == CountryAgreement::agrees;
    }
    if (!agree && chain.outcome == Outcome::passed) chain.skip(Reason::country_unknown);
}

void report_chip_authenticity(const SodReport& sod, std::span<const DataGroupFile> files, Verification& verification) {
    Check& check = verification[CheckName::chip_authenticity];
    bool listed = false;
    for (const DataGroupNumber number : {dg_chip_authentication, dg_active_authentication}) {
        if (!sod.security_object || !sod.verified() || !sod.security_object->hashes.contains(number)) continue;
        listed = true;
        const auto file = std::ranges::find(files, number, &DataGroupFile::number);
        if (file != files.end() && file->state == FileState::absent) check.fail(Reason::listed_group_missing);
    }
    verification.chip_authenticity_offered = verification.chip_authenticity_offered || listed;
    if (check.outcome != Outcome::not_performed || !check.reason.empty()) return;
    check.skip(verification.chip_authenticity_offered ? Reason::not_attempted : Reason::not_offered);
}

}  // namespace

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
