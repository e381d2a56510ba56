// SPDX-License-Identifier: Apache-2.0
#include "daemon/reading/sod_proof.hpp"

#include <utility>
#include <vector>

namespace fivestar::daemon {

SodProof prove_sod(const identity::ParsedSod& sod, const ReadEnvironment& environment, WallTime now) {
    std::vector<const crypto::TrustStore*> stores{environment.trust.get()};
    if (environment.lds_trust) stores.push_back(environment.lds_trust.get());
    auto reports = identity::verify_sod(sod, stores, now, environment.algorithm_policy);
    SodProof proof{.trust = std::move(reports.front()), .lds_trust = {}};
    if (environment.lds_trust) proof.lds_trust = std::move(reports.back());
    return proof;
}

}  // namespace fivestar::daemon
