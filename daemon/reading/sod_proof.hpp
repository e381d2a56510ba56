// SPDX-License-Identifier: Apache-2.0
// The verification of EF.SOD against the trust of one read.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/reading/read_card.hpp"
#include "identity/verification/passive_authentication.hpp"

namespace fivestar::daemon {

struct SodProof {
    identity::SodReport trust;      ///< against the environment's `trust`
    identity::SodReport lds_trust;  ///< against its `lds_trust`; empty if that is null
};

/// Verifies the parsed EF.SOD as of `now`.
[[nodiscard]] SodProof prove_sod(const identity::ParsedSod& sod, const ReadEnvironment& environment, WallTime now);

}  // namespace fivestar::daemon
