// SPDX-License-Identifier: Apache-2.0
// Contradictions within evidence. A terminal's findings follow from the files that it read; where they do not,
// somebody changed the one or the other.
#pragma once

#include "crypto/pki/trust_store.hpp"
#include "identity/evidence/evidence.hpp"
#include "identity/verification/passive_authentication.hpp"

#include <span>

namespace fivestar::identity {

/// The first contradiction, as in `EvidenceReport`; `none` if there is none. `sod`: its EF.SOD; `report`: what that
/// proves to whomever, for its signer's certificate; `stores`: whose anchors need no signature of their own.
[[nodiscard]] Reason contradiction_in(const Evidence& evidence, const ParsedSod& sod, const SodReport& report,
                                      std::span<const crypto::TrustStore* const> stores);

}  // namespace fivestar::identity
