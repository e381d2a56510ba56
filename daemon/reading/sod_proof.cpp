#include "daemon/reading/sod_proof.hpp"

#include "daemon/reading/background_worker.hpp"

#include <atomic>
#include <utility>
#include <vector>

namespace fivestar::daemon {

struct SodProof::Verification {
    std::atomic_flag begun = {};
    std::packaged_task<Reports()> task;

    void run() {
        if (!begun.test_and_set()) task();
    }
};

SodProof::SodProof(ByteView file, const ReadEnvironment& environment, WallTime now)
    : sod_(std::make_shared<const identity::ParsedSod>(identity::parse_sod(file))),
      verification_(std::make_shared<Verification>()) {
    verification_->task =
        std::packaged_task<Reports()>{[sod = sod_, trust = environment.trust, lds_trust = environment.lds_trust,
                                       policy = environment.algorithm_policy, now] {
            std::vector<const crypto::TrustStore*> stores{trust.get()};
            if (lds_trust) stores.push_back(lds_trust.get());
            auto reports = identity::verify_sod(*sod, stores, now, policy);
            return Reports{std::move(reports.front()), lds_trust ? std::move(reports.back()) : identity::SodReport{}};
        }};
    reports_ = verification_->task.get_future();
    if (environment.background) environment.background->post([verification = verification_] { verification->run(); });
}

SodProof::~SodProof() {
    verification_->begun.test_and_set();
}

SodProof::Reports SodProof::prove() {
    verification_->run();
    return reports_.get();
}

}  // namespace fivestar::daemon
