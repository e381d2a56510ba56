// SPDX-License-Identifier: Apache-2.0
// The outcome of a read: the record, its verification, and the times of the steps.
#pragma once

#include "crypto/base/clock.hpp"
#include "identity/evidence/evidence.hpp"
#include "identity/record.hpp"
#include "identity/verification/verification.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fivestar::daemon {

/// One line of the ledger.
struct StepReport {
    std::string_view name;  ///< a literal: `select_application`, `access`, `read_dg1`
    Outcome outcome = Outcome::not_performed;
    std::uint16_t sw = 0;  ///< the last status word the step saw, 0 where none
    double milliseconds = 0;
};

struct ReadTiming {
    double total_milliseconds = 0;
    double card_milliseconds = 0;  ///< of which spent waiting for the card
    std::uint32_t exchanges = 0;
    std::uint64_t bytes = 0;  ///< octets of commands and responses on the wire
};

struct ReadOutcome {
    identity::Profile profile = identity::Profile::emrtd;
    identity::IdentityRecord record = {};
    identity::Verification verification = {};
    identity::Verdict verdict = identity::Verdict::unverified;
    std::vector<StepReport> steps = {};
    ReadTiming timing = {};
    WallTime read_at = {};                            ///< when access was gained: the instant of the verification
    std::optional<identity::Evidence> evidence = {};  ///< if it was requested
};

}  // namespace fivestar::daemon
