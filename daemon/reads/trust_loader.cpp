#include "daemon/reads/trust_loader.hpp"

#include "daemon/keys/pseudonym_key.hpp"
#include "daemon/system/local_date.hpp"
#include "daemon/system/secret_file.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace fivestar::daemon {
namespace {

constexpr std::chrono::seconds patience{10};
constexpr std::string_view issuer_unknown = "issuer_unknown";

bool is_one_directory(const std::filesystem::path& one, const std::filesystem::path& other) {
    std::error_code error;
    return std::filesystem::equivalent(one, other, error);
}

/// Revocation lists of both profiles' issuers lie in one directory: that a list does not concern one of them is no
/// fault, and a list that is no good is none twice.
void name_once(std::vector<crypto::SkippedFile>& passports, std::vector<crypto::SkippedFile>& lds_profile) {
    const auto is_in = [](const std::vector<crypto::SkippedFile>& others) {
        return [&others](const crypto::SkippedFile& skipped) {
            return std::ranges::find(others, skipped) != others.end();
        };
    };
    std::erase_if(passports, [&](const crypto::SkippedFile& skipped) {
        return skipped.reason == issuer_unknown && !is_in(lds_profile)(skipped);
    });
    std::erase_if(lds_profile, [&](const crypto::SkippedFile& skipped) {
        return skipped.reason == issuer_unknown || is_in(passports)(skipped);
    });
}

}  // namespace

ReadSurroundings::ReadSurroundings(const Clock& clock, Log& log) : clock_(clock), log_(log) {
    TrustInUse nobody;
    nobody.passports.store = std::make_shared<const crypto::TrustStore>();
    nobody.lds_profile.store = nobody.passports.store;
    nobody.loading = true;
    trust_ = std::make_shared<const TrustInUse>(std::move(nobody));
    wlt_decoder_ = std::make_shared<const WltDecoder>(std::filesystem::path{}, std::filesystem::path{});
}

ReadSurroundings::~ReadSurroundings() = default;

void ReadSurroundings::load(const Configuration& configuration) {
    const Configuration::AlgorithmPolicy& policy = configuration.policy;
    auto decoder = std::make_shared<const WltDecoder>(configuration.portrait.wlt_plugin, portrait_program());
    if (const auto fault = decoder->fault(); !fault.empty()) log_.warning("[portrait] wlt_plugin: {}", fault);
    bool missing = false;
    auto pseudonyms = pseudonyms_for(configuration, missing);
    const std::scoped_lock lock{mutex_};
    pseudonyms_ = std::move(pseudonyms);
    pseudonym_key_missing_ = missing;
    wlt_decoder_ = std::move(decoder);
    read_ = configuration.read;
    sam_readers_ = configuration.sam.readers;
    ordered_ = Order{
        configuration.trust,
        configuration.profiles,
        {policy.refuse_sha1, policy.min_rsa_bits, policy.min_ec_bits, policy.refuse_sm2_empty_id},
    };
    // The thread before this one, if any, is past its last look at what is guarded.
    if (!std::exchange(working_, true)) worker_ = std::jthread{[this](const std::stop_token& stop) { work(stop); }};
}

std::shared_ptr<const identity::Pseudonyms> ReadSurroundings::pseudonyms_for(const Configuration& configuration,
                                                                             bool& missing) const {
    const bool granted = std::ranges::any_of(configuration.clients, [](const ClientRule& client) {
        return client.grants.fields.touches("holder.pseudonym");
    });
    auto key = load_pseudonym_key(configuration.pseudonym.key_file);
    if (key) return std::move(*key);
    missing = granted || key.error().code != ErrorCode::file_not_found;
    if (missing) {
        log_.warning("[pseudonym] key_file {} {}: holder.pseudonym is null", configuration.pseudonym.key_file.native(),
                     explain_secret_file(key.error().code));
    }
    return nullptr;
}

void ReadSurroundings::work(const std::stop_token& stop) {
    for (;;) {
        Order order;
        {
            const std::scoped_lock lock{mutex_};
            if (!ordered_ || stop.stop_requested()) {
                working_ = false;
                return;
            }
            order = std::move(*ordered_);
            ordered_.reset();
        }
        const auto before = trust();
        TrustInUse next = load_in_full(order);
        publish(next);
        // Nobody waits for this: such an anchor vouches for nothing anyway.
        for (crypto::LoadedTrust* const loaded : {&next.passports, &next.lds_profile}) {
            if (loaded->store == before->passports.store || loaded->store == before->lds_profile.store) continue;
            // One directory for both profiles: its files have been named.
            if (loaded == &next.lds_profile && loaded->store == next.passports.store) {
                loaded->anchors = next.passports.anchors;
                continue;
            }
            for (crypto::SkippedFile& unusable : crypto::unusable_anchors(*loaded->store)) {
                log_.warning("trust file {} skipped: {}", unusable.file, unusable.reason);
                --loaded->anchors;
                ++loaded->skipped_count;
                if (loaded->skipped.size() < crypto::max_skipped_entries) loaded->skipped.push_back(unusable);
            }
        }
        publish(std::move(next));
    }
}

TrustInUse ReadSurroundings::load_in_full(const Order& order) const {
    TrustInUse next = *trust();
    next.loading = false;
    next.unreadable = false;
    next.policy = order.policy;
    next.lds_enabled = order.profiles.five_star_lds;
    const auto loader =
        crypto::TrustLoader::open(order.trust.crl_directory, order.trust.master_list_signers, clock_.wall());
    if (!loader) {
        next.unreadable = true;
        log_.warning("trust from {} and {} cannot be read ({}): what was trusted before stays",
                     order.trust.crl_directory.string(), order.trust.master_list_signers.string(),
                     to_string(loader.error().code));
        return next;
    }
    load_into(next.passports, *loader, order.trust.csca_directory, next.unreadable);
    if (next.lds_enabled) {
        if (is_one_directory(order.trust.csca_directory, order.profiles.five_star_lds_trust)) {
            next.lds_profile = next.passports;
        } else {
            load_into(next.lds_profile, *loader, order.profiles.five_star_lds_trust, next.unreadable);
        }
        name_once(next.passports.skipped, next.lds_profile.skipped);
    } else {
        next.lds_profile = {};
        next.lds_profile.store = std::make_shared<const crypto::TrustStore>();
    }
    for (const crypto::LoadedTrust* const loaded : {&next.passports, &next.lds_profile}) {
        for (const crypto::SkippedFile& skipped : loaded->skipped) {
            if (skipped.reason != issuer_unknown) {
                log_.warning("trust file {} skipped: {}", skipped.file, skipped.reason);
            }
        }
    }
    log_.info("{} trust anchors loaded", next.passports.anchors);
    return next;
}

void ReadSurroundings::load_into(crypto::LoadedTrust& loaded, const crypto::TrustLoader& loader,
                                 const std::filesystem::path& directory, bool& unreadable) const {
    auto trust = loader.load(directory);
    if (trust) {
        loaded = std::move(*trust);
        return;
    }
    unreadable = true;
    log_.warning("trust from {} cannot be read ({}): what was trusted before stays", directory.string(),
                 to_string(trust.error().code));
}

void ReadSurroundings::publish(TrustInUse next) {
    auto shared = std::make_shared<const TrustInUse>(std::move(next));
    const std::scoped_lock lock{mutex_};
    trust_ = std::move(shared);
    loaded_.notify_all();
}

ReadEnvironment ReadSurroundings::environment() const {
    std::unique_lock lock{mutex_};
    loaded_.wait_for(lock, patience, [this] { return !trust_->loading || !working_; });
    return {.trust = trust_->passports.store,
            .lds_trust = trust_->lds_enabled ? trust_->lds_profile.store : nullptr,
            .algorithm_policy = trust_->policy,
            .today = local_date(clock_.wall()),
            .sam_readers = sam_readers_,
            .pace_fallback_to_bac = read_.pace_fallback_to_bac,
            .slow_mode = read_.slow_mode,
            .pseudonyms = pseudonyms_,
            .background = background_};
}

std::shared_ptr<const TrustInUse> ReadSurroundings::trust() const {
    const std::scoped_lock lock{mutex_};
    return trust_;
}

std::shared_ptr<const WltDecoder> ReadSurroundings::wlt_decoder() const {
    const std::scoped_lock lock{mutex_};
    return wlt_decoder_;
}

void ReadSurroundings::describe(HealthReport& report) const {
    const auto trust = this->trust();
    report.trust_anchors = trust->passports.anchors;
    report.trust_skipped = static_cast<std::size_t>(std::ranges::count_if(
        trust->passports.skipped, [](const auto& skipped) { return skipped.reason != issuer_unknown; }));
    report.trust_loading = trust->loading;
    report.trust_loaded_at = trust->passports.loaded_at;
    if (trust->unreadable) report.reasons.emplace_back("trust_unreadable");
    const std::scoped_lock lock{mutex_};
    if (pseudonym_key_missing_) report.reasons.emplace_back("pseudonym_key_unusable");
}

}  // namespace fivestar::daemon
