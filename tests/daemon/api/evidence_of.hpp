// SPDX-License-Identifier: Apache-2.0
// The evidence of a simulated read.
#pragma once

#include "tests/daemon/api/written_evidence.hpp"

#include <string>

namespace fivestar::test {

inline std::string evidence_of(const std::string& persona, const daemon::EvidenceKey* key) {
    SimulatedCard card{persona};
    return written(card.read(evidence_order(persona), full_trust()).value(), key);
}

}  // namespace fivestar::test
