// SPDX-License-Identifier: Apache-2.0
#include "identity/china/assemble_sam.hpp"

#include "identity/assemble.hpp"
#include "identity/china/appended_addresses.hpp"

#include <utility>

namespace fivestar::identity {

Result<IdentityRecord> assemble_sam(const SamReading& reading, Verification& verification) {
    auto groups = decode_text(reading.text);
    if (!groups) return std::unexpected{groups.error()};
    if (!reading.portrait.empty()) {
        groups->portrait = wlt_portrait(reading.portrait);
        if (!groups->portrait) groups->findings.emplace_back(Reason::portrait_malformed);
    }
    AppendedAddresses appended;
    if (!reading.appended_addresses.empty()) {
        appended = parse_appended_addresses(reading.appended_addresses);
        if (!appended.clean) groups->findings.emplace_back(Reason::appended_addresses_invalid_character);
        if (!appended.whole) groups->findings.emplace_back(Reason::appended_addresses_malformed);
    }

    IdentityRecord record = assemble(std::move(*groups), verification);
    record.holder.address_appended = std::move(appended.addresses);
    for (const CheckName name : {CheckName::data_group_hashes, CheckName::signature, CheckName::certificate_chain,
                                 CheckName::certificate_validity, CheckName::revocation, CheckName::algorithm_policy}) {
        verification[name].report(Reason::not_on_this_card);
    }
    return record;
}

}  // namespace fivestar::identity
