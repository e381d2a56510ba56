#include "daemon/reading/sod_proof.hpp"

#include <utility>
#include <vector>

namespace fivestar::daemon {

SodProof::Reports SodProof::prove(const ReadEnvironment& environment, WallTime now) const {
    std::vector<const crypto::TrustStore*> stores{environment.trust.get()};
    if (environment.lds_trust) stores.push_back(environment.lds_trust.get());
    auto reports = identity::verify_sod(sod_, stores, now, environment.algorithm_policy);
    return {std::move(reports.front()), environment.lds_trust ? std::move(reports.back()) : identity::SodReport{}};
}

}  // namespace fivestar::daemon
