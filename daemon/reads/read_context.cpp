// SPDX-License-Identifier: Apache-2.0
#include "daemon/reads/read_context.hpp"

#include "daemon/keys/pseudonym_key.hpp"
#include "daemon/reads/named_files.hpp"
#include "daemon/system/local_date.hpp"
#include "daemon/system/secret_file.hpp"

#include <filesystem>
#include <utility>

namespace fivestar::daemon {

ReadContext::ReadContext(const Clock& clock, Random& random, Log& log)
    : clock_(clock),
      random_(random),
      log_(log),
      wlt_decoder_(std::make_shared<const WltDecoder>(std::filesystem::path{}, std::filesystem::path{})),
      trust_(clock, log) {}

void ReadContext::configure(const Configuration& configuration) {
    auto decoder = std::make_shared<const WltDecoder>(configuration.portrait.wlt_plugin, portrait_program());
    const Reason fault = decoder->fault();
    if (fault != Reason::none) log_.warning("[portrait] wlt_plugin: {}", to_string(fault));
    set_pseudonym_key(configuration);
    {
        const std::scoped_lock lock{mutex_};
        wlt_decoder_ = std::move(decoder);
        plugin_fault_ = fault;
        read_ = configuration.read;
        sam_readers_ = configuration.sam.readers;
    }
    const Configuration::AlgorithmPolicy& policy = configuration.policy;
    trust_.load({.directories = configuration.trust,
                 .profiles = configuration.profiles,
                 .policy = {policy.refuse_sha1, policy.min_rsa_bits, policy.min_ec_bits, policy.refuse_sm2_empty_id}});
}

void ReadContext::set_pseudonym_key(const Configuration& configuration) {
    auto key = load_pseudonym_key(configuration.pseudonym.key_file);
    const bool missing = !key && (grants_pseudonyms(configuration) || key.error().code != ErrorCode::file_not_found);
    if (missing) {
        log_.warning("[pseudonym] key_file {} {}: holder.pseudonym is null", configuration.pseudonym.key_file.native(),
                     explain_secret_file(key.error().code));
    }
    const std::scoped_lock lock{mutex_};
    pseudonyms_ = key ? std::move(*key) : nullptr;
    pseudonym_key_is_missing_ = missing;
}

Result<ReadOutcome> ReadContext::read(apdu::CardConnection& connection, const ReadRequest& request,
                                      ReadObserver& observer, JobContext& job) {
    ReadEnvironment environment = this->environment();
    environment.on_slow_mode = [&job, by = environment.slow_mode] { job.extend(by); };
    if (job.after_denial()) environment.on_slow_mode();
    return read_card(connection, request, environment, random_, clock_, observer, job.stop());
}

ReadEnvironment ReadContext::environment() const {
    const auto trust = trust_.loaded();
    const std::scoped_lock lock{mutex_};
    return {.trust = trust->passports.store,
            .lds_trust = trust->lds_enabled ? trust->lds_profile.store : nullptr,
            .algorithm_policy = trust->policy,
            .today = local_date(clock_.wall()),
            .sam_readers = sam_readers_,
            .pace_fallback_to_bac = read_.pace_fallback_to_bac,
            .slow_mode = read_.slow_mode,
            .pseudonyms = pseudonyms_,
            .decode_portrait = [decoder = wlt_decoder_](identity::Portrait& portrait) {
                return decoder->decode(portrait);
            }};
}

ReadTroubles ReadContext::troubles() const {
    const std::scoped_lock lock{mutex_};
    return {.pseudonym_key_is_unusable = pseudonym_key_is_missing_, .portrait_plugin = plugin_fault_};
}

}  // namespace fivestar::daemon
