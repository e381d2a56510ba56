// SPDX-License-Identifier: Apache-2.0
// The parts of the record that the read adds to those from the card.
#pragma once

#include "daemon/reading/read_card.hpp"

namespace fivestar::daemon {

/// Fills in the holder's pseudonym, if the request asks for one and there is a key.
inline void give_pseudonym(const ReadRequest& request, const ReadEnvironment& environment,
                           identity::IdentityRecord& record) {
    if (request.pseudonym_for.empty() || environment.pseudonyms == nullptr) return;
    record.holder.pseudonym = environment.pseudonyms->of(record.document, request.pseudonym_for);
}

/// Decodes the portrait as the environment says. If that fails, the portrait stays as the card has it, and
/// `record_consistency` gets a finding.
inline void decode_portrait(const ReadEnvironment& environment, identity::IdentityRecord& record,
                            identity::Verification& verification) {
    if (!record.portrait || !environment.decode_portrait) return;
    const Reason finding = environment.decode_portrait(*record.portrait);
    if (finding != Reason::none) verification[identity::CheckName::record_consistency].report(finding);
}

}  // namespace fivestar::daemon
