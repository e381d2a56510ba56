#include "daemon/reading/sod_proof.hpp"

#include <utility>
#include <vector>

namespace fivestar::daemon {
namespace {

SodProof::Reports verify(const identity::ParsedSod& sod, const ReadEnvironment& environment, WallTime now) {
    std::vector<const crypto::TrustStore*> stores{environment.trust.get()};
    if (environment.lds_trust) stores.push_back(environment.lds_trust.get());
    auto reports = identity::verify_sod(sod, stores, now, environment.algorithm_policy);
    return {std::move(reports.front()), environment.lds_trust ? std::move(reports.back()) : identity::SodReport{}};
}

}  // namespace

// Deferred: where no thread is to be had, `take` does the work.
SodProof::SodProof(ByteView file, const ReadEnvironment& environment, WallTime now)
    : sod_(identity::parse_sod(file)),
      reports_(std::async(std::launch::async | std::launch::deferred, verify, std::cref(sod_), std::cref(environment),
                          now)) {}

}  // namespace fivestar::daemon
