// What reads rest on besides the card, as the configuration says: trust, policy and the portrait's decoder. Swapped
// whole at a reload; a read that runs keeps what it began with.
#pragma once

#include "daemon/api/health_route.hpp"
#include "daemon/configuration.hpp"
#include "daemon/portrait/wlt_decoder.hpp"
#include "daemon/reading/background_worker.hpp"
#include "daemon/reading/read_card.hpp"
#include "daemon/reads/trust_in_use.hpp"
#include "daemon/system/log.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace fivestar::daemon {

class ReadSurroundings {
  public:
    /// `clock` and `log` must outlive this.
    ReadSurroundings(const Clock& clock, Log& log);
    ReadSurroundings(const ReadSurroundings&) = delete;
    ReadSurroundings& operator=(const ReadSurroundings&) = delete;
    /// Waits for a load that is under way.
    ~ReadSurroundings();

    /// Begins to read the trust directories, on a thread of its own; called while one is under way, it follows that
    /// one. What cannot be used is skipped and logged by file name; a directory that cannot be read at all keeps what
    /// was trusted before, which at first is nobody. From one thread.
    void load(const Configuration& configuration);

    /// For a read that begins now. From any thread. Until the first load has ended it waits for that, ten seconds at
    /// most: a card on the reader at start must not be told that nobody vouches for it.
    [[nodiscard]] ReadEnvironment environment() const;

    /// What is trusted now; never null, from any thread.
    [[nodiscard]] std::shared_ptr<const TrustInUse> trust() const;

    /// What makes portraits pictures now; never null, from any thread.
    [[nodiscard]] std::shared_ptr<const WltDecoder> wlt_decoder() const;

    /// Fills in what a health report says of trust.
    void describe(HealthReport& report) const;

  private:
    struct Order {
        Configuration::Trust trust;
        Configuration::Profiles profiles;
        identity::AlgorithmPolicy policy;
    };
    void work(const std::stop_token& stop);
    [[nodiscard]] TrustInUse load_in_full(const Order& order) const;
    void load_into(crypto::LoadedTrust& loaded, const crypto::TrustLoader& loader,
                   const std::filesystem::path& directory, bool& unreadable) const;
    void publish(TrustInUse next);
    /// Null without a key; `missing`, and a line in the log, if somebody is granted pseudonyms or the key is no good.
    [[nodiscard]] std::shared_ptr<const identity::Pseudonyms> pseudonyms_for(const Configuration& configuration,
                                                                             bool& missing) const;

    const Clock& clock_;
    Log& log_;
    const std::shared_ptr<BackgroundWorker> background_ = std::make_shared<BackgroundWorker>();
    mutable std::mutex mutex_;
    mutable std::condition_variable loaded_;
    std::shared_ptr<const TrustInUse> trust_;
    Configuration::Read read_;
    std::vector<std::string> sam_readers_;
    std::optional<Order> ordered_;
    std::shared_ptr<const WltDecoder> wlt_decoder_;
    std::shared_ptr<const identity::Pseudonyms> pseudonyms_;
    bool pseudonym_key_missing_ = false;  ///< somebody is granted pseudonyms, and there is no key that can be used
    bool working_ = false;
    std::jthread worker_;
};

}  // namespace fivestar::daemon
