// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/trust_loader.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>
#include <vector>

namespace fivestar::daemon {
namespace {

/// The longest wait for the first load.
constexpr std::chrono::seconds longest_wait_for_trust{10};

bool is_one_directory(const std::filesystem::path& one, const std::filesystem::path& other) {
    std::error_code error;
    return std::filesystem::equivalent(one, other, error);
}

/// Reports each skipped file once. Revocation lists of both profiles are in one directory: a list whose issuer is known
/// to one profile is no fault, and a list that neither can use is reported for passports alone.
void report_once(std::vector<crypto::SkippedFile>& passports, std::vector<crypto::SkippedFile>& lds_profile) {
    const auto is_in = [](const std::vector<crypto::SkippedFile>& others) {
        return [&others](const crypto::SkippedFile& skipped) {
            return std::ranges::find(others, skipped) != others.end();
        };
    };
    std::erase_if(passports, [&](const crypto::SkippedFile& skipped) {
        return skipped.reason == Reason::issuer_unknown && !is_in(lds_profile)(skipped);
    });
    std::erase_if(lds_profile, [&](const crypto::SkippedFile& skipped) {
        return skipped.reason == Reason::issuer_unknown || is_in(passports)(skipped);
    });
}

}  // namespace

TrustLoader::TrustLoader(const Clock& clock, Log& log) : clock_(clock), log_(log) {
    TrustInUse nothing;
    nothing.passports.store = std::make_shared<const crypto::TrustStore>();
    nothing.lds_profile.store = nothing.passports.store;
    nothing.loading = true;
    trust_ = std::make_shared<const TrustInUse>(std::move(nothing));
}

TrustLoader::~TrustLoader() = default;

void TrustLoader::load(Settings settings) {
    const std::scoped_lock lock{mutex_};
    pending_ = std::move(settings);
    // A previous thread that has set `working_` to false does not lock the mutex again.
    if (!std::exchange(working_, true)) worker_ = std::jthread{[this](const std::stop_token& stop) { work(stop); }};
}

void TrustLoader::work(const std::stop_token& stop) {
    for (;;) {
        Settings settings;
        {
            const std::scoped_lock lock{mutex_};
            if (!pending_ || stop.stop_requested()) {
                working_ = false;
                return;
            }
            settings = std::move(*pending_);
            pending_.reset();
        }
        const auto before = current();
        TrustInUse next = load_in_full(settings);
        publish(next);
        // Checked after publishing, because it takes long and no read depends on it: no chain ends at such an anchor.
        for (crypto::LoadedTrust* const loaded : {&next.passports, &next.lds_profile}) {
            if (loaded->store == before->passports.store || loaded->store == before->lds_profile.store) continue;
            // One directory for both profiles: its files have been reported already.
            if (loaded == &next.lds_profile && loaded->store == next.passports.store) {
                loaded->anchors = next.passports.anchors;
                continue;
            }
            for (crypto::SkippedFile& unusable : crypto::unusable_anchors(*loaded->store)) {
                log_.warning("trust file {} skipped: {}", unusable.file, to_string(unusable.reason));
                --loaded->anchors;
                if (loaded->skipped.size() < crypto::max_skipped_entries) loaded->skipped.push_back(unusable);
            }
        }
        if (const std::size_t skipped = next.unusable_files() + next.lists_of_unknown_issuers(); skipped != 0) {
            log_.info(
                "{} trust files skipped, {} of them revocation lists of unknown issuers: fivestarctl trust lists them",
                skipped, next.lists_of_unknown_issuers());
        }
        publish(std::move(next));
    }
}

TrustInUse TrustLoader::load_in_full(const Settings& settings) const {
    TrustInUse next = *current();
    next.loading = false;
    next.unreadable = false;
    next.policy = settings.policy;
    next.lds_enabled = settings.profiles.five_star_lds;
    const Configuration::Trust& from = settings.directories;
    const auto loader =
        crypto::TrustLoader::open(from.crl_directory, from.master_list_signers, clock_.wall(), from.fetched_lists);
    if (!loader) {
        next.unreadable = true;
        log_.warning("trust from {} and {} cannot be read ({}): what was trusted before stays",
                     from.crl_directory.string(), from.master_list_signers.string(), to_string(loader.error().code));
        return next;
    }
    load_into(next.passports, loader->load(from.csca_directory, from.fetched_lists), from.csca_directory,
              next.unreadable);
    if (next.lds_enabled) {
        // Fetched lists are for passports.
        std::error_code ignored;
        const bool has_fetched = std::filesystem::exists(from.fetched_lists, ignored);
        if (!has_fetched && is_one_directory(from.csca_directory, settings.profiles.five_star_lds_trust)) {
            next.lds_profile = next.passports;
        } else {
            const std::filesystem::path& directory = settings.profiles.five_star_lds_trust;
            load_into(next.lds_profile, loader->load(directory), directory, next.unreadable);
        }
        report_once(next.passports.skipped, next.lds_profile.skipped);
    } else {
        next.lds_profile = {};
        next.lds_profile.store = std::make_shared<const crypto::TrustStore>();
    }
    for (const crypto::LoadedTrust* const loaded : {&next.passports, &next.lds_profile}) {
        for (const crypto::SkippedFile& skipped : loaded->skipped) {
            if (skipped.reason != Reason::issuer_unknown) {
                log_.warning("trust file {} skipped: {}", skipped.file, to_string(skipped.reason));
            }
        }
    }
    log_.info("{} trust anchors loaded", next.passports.anchors);
    return next;
}

void TrustLoader::load_into(crypto::LoadedTrust& loaded, Result<crypto::LoadedTrust> trust,
                            const std::filesystem::path& directory, bool& unreadable) const {
    if (trust) {
        loaded = std::move(*trust);
        return;
    }
    unreadable = true;
    log_.warning("trust from {} cannot be read ({}): what was trusted before stays", directory.string(),
                 to_string(trust.error().code));
}

void TrustLoader::publish(TrustInUse next) {
    auto shared = std::make_shared<const TrustInUse>(std::move(next));
    const std::scoped_lock lock{mutex_};
    trust_ = std::move(shared);
    published_.notify_all();
}

std::shared_ptr<const TrustInUse> TrustLoader::current() const {
    const std::scoped_lock lock{mutex_};
    return trust_;
}

std::shared_ptr<const TrustInUse> TrustLoader::loaded() const {
    std::unique_lock lock{mutex_};
    published_.wait_for(lock, longest_wait_for_trust, [this] { return !trust_->loading || !working_; });
    return trust_;
}

}  // namespace fivestar::daemon
