// SPDX-License-Identifier: Apache-2.0
// Loads the trust directories on a thread of its own.
#pragma once

#include "crypto/base/clock.hpp"
#include "daemon/configuration.hpp"
#include "daemon/reads/trust_in_use.hpp"
#include "daemon/system/log.hpp"

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace fivestar::daemon {

class TrustLoader {
  public:
    struct Settings {
        Configuration::Trust directories;
        Configuration::Profiles profiles;
        identity::AlgorithmPolicy policy;
    };

    /// `clock` and `log` must outlive this object.
    TrustLoader(const Clock& clock, Log& log);
    TrustLoader(const TrustLoader&) = delete;
    TrustLoader& operator=(const TrustLoader&) = delete;
    /// Waits for a load that is running.
    ~TrustLoader();

    /// Starts to load; after the load that is running, if there is one. Files that cannot be used are skipped and
    /// logged. If a directory cannot be read at all, what was trusted before stays, which at first is nothing. Called
    /// from one thread.
    void load(Settings settings);

    /// Returns what is trusted now; never null. Any thread.
    [[nodiscard]] std::shared_ptr<const TrustInUse> current() const;

    /// Returns what is trusted now. Waits for the first load, ten seconds at most: a card that lies on the reader when
    /// the daemon starts must not be judged with empty stores. Any thread.
    [[nodiscard]] std::shared_ptr<const TrustInUse> loaded() const;

  private:
    void work(const std::stop_token& stop);
    [[nodiscard]] TrustInUse load_in_full(const Settings& settings) const;
    void load_into(crypto::LoadedTrust& loaded, Result<crypto::LoadedTrust> trust,
                   const std::filesystem::path& directory, bool& unreadable) const;
    void publish(TrustInUse next);

    const Clock& clock_;
    Log& log_;
    mutable std::mutex mutex_;
    mutable std::condition_variable published_;
    std::shared_ptr<const TrustInUse> trust_;
    std::optional<Settings> pending_;
    bool working_ = false;
    std::jthread worker_;
};

}  // namespace fivestar::daemon
