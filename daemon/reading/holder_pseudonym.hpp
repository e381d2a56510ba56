// SPDX-License-Identifier: Apache-2.0
// The holder's pseudonym, where the read's client asked for one and there is a key.
#pragma once

#include "daemon/reading/read_card.hpp"

namespace fivestar::daemon {

inline void give_pseudonym(const ReadRequest& request, const ReadEnvironment& environment,
                           identity::IdentityRecord& record) {
    if (request.pseudonym_for.empty() || environment.pseudonyms == nullptr) return;
    record.holder.pseudonym = environment.pseudonyms->of(record.document, request.pseudonym_for);
}

}  // namespace fivestar::daemon
