#include "daemon/read_surroundings.hpp"

#include "daemon/system/local_date.hpp"

#include <utility>

namespace fivestar::daemon {

ReadSurroundings::ReadSurroundings(const Clock& clock, Log& log) : clock_(clock), log_(log) {
    Trust nobody;
    nobody.passports.store = std::make_shared<const crypto::TrustStore>();
    nobody.lds_profile.store = nobody.passports.store;
    trust_ = std::make_shared<const Trust>(std::move(nobody));
}

void ReadSurroundings::load(const Configuration& configuration) {
    Trust next = *trust_;
    next.unreadable = false;
    next.policy = {configuration.policy.refuse_sha1, configuration.policy.min_rsa_bits};
    next.sam_readers = configuration.sam.readers;
    next.read = configuration.read;
    next.lds_enabled = configuration.profiles.five_star_lds;
    const std::filesystem::path& lists = configuration.trust.crl_directory;
    load_into(next.passports, configuration.trust.csca_directory, lists, next.unreadable);
    if (next.lds_enabled) {
        load_into(next.lds_profile, configuration.profiles.five_star_lds_trust, lists, next.unreadable);
    }
    log_.info("{} trust anchors loaded", next.passports.anchors);
    auto loaded = std::make_shared<const Trust>(std::move(next));
    const std::scoped_lock lock{mutex_};
    trust_ = std::move(loaded);
}

void ReadSurroundings::load_into(crypto::LoadedTrust& loaded, const std::filesystem::path& anchors,
                                 const std::filesystem::path& lists, bool& unreadable) {
    auto trust = crypto::load_trust(anchors, lists, clock_.wall());
    if (!trust) {
        unreadable = true;
        log_.warning("trust from {} and {} cannot be read ({}): what was trusted before stays", anchors.string(),
                     lists.string(), to_string(trust.error().code));
        return;
    }
    // Lists of other issuers lie in the same directory: that they do not concern these anchors is no fault.
    std::erase_if(trust->skipped, [](const auto& skipped) { return skipped.reason == "issuer_unknown"; });
    for (const crypto::SkippedFile& skipped : trust->skipped) {
        log_.warning("trust file {} skipped: {}", skipped.file, skipped.reason);
    }
    loaded = std::move(*trust);
}

ReadEnvironment ReadSurroundings::environment() const {
    std::shared_ptr<const Trust> trust;
    {
        const std::scoped_lock lock{mutex_};
        trust = trust_;
    }
    return {.trust = trust->passports.store,
            .lds_trust = trust->lds_enabled ? trust->lds_profile.store : nullptr,
            .algorithm_policy = trust->policy,
            .today = local_date(clock_.wall()),
            .sam_readers = trust->sam_readers,
            .pace_fallback_to_bac = trust->read.pace_fallback_to_bac,
            .slow_mode = trust->read.slow_mode};
}

void ReadSurroundings::describe(HealthReport& report) const {
    const std::scoped_lock lock{mutex_};
    report.trust_anchors = trust_->passports.anchors;
    report.trust_skipped = trust_->passports.skipped.size();
    report.trust_loaded_at = trust_->passports.loaded_at;
    if (trust_->unreadable) report.reasons.emplace_back("trust_unreadable");
}

}  // namespace fivestar::daemon
