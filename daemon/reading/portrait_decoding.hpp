// SPDX-License-Identifier: Apache-2.0
// The step of a read that turns its portrait into a picture.
#pragma once

#include "daemon/reading/read_card.hpp"
#include "identity/record.hpp"
#include "identity/verification/verification.hpp"

namespace fivestar::daemon {

/// Decodes the record's portrait as the environment says. Notes the finding in `record_consistency` if that fails; the
/// portrait is then left as the card has it.
inline void decode_portrait(const ReadEnvironment& environment, identity::IdentityRecord& record,
                            identity::Verification& verification) {
    if (!record.portrait || !environment.decode_portrait) return;
    const Reason finding = environment.decode_portrait(*record.portrait);
    if (finding != Reason::none) verification[identity::CheckName::record_consistency].note(finding);
}

}  // namespace fivestar::daemon
