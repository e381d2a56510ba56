// What reads rest on besides the card, as the configuration says: trust and policy. Swapped whole at a reload; a read
// that runs keeps what it began with.
#pragma once

#include "crypto/trust_directory.hpp"
#include "daemon/configuration.hpp"
#include "daemon/http/health_route.hpp"
#include "daemon/reading/read_card.hpp"
#include "daemon/system/log.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fivestar::daemon {

class ReadSurroundings {
  public:
    /// `clock` and `log` must outlive this.
    ReadSurroundings(const Clock& clock, Log& log);

    /// Reads the trust directories. What cannot be used is skipped and logged by file name; a directory that cannot be
    /// read at all keeps what was trusted before, which at first is nobody.
    void load(const Configuration& configuration);

    /// For a read that begins now. From any thread.
    [[nodiscard]] ReadEnvironment environment() const;

    /// Fills in what a health report says of trust.
    void describe(HealthReport& report) const;

  private:
    struct Trust {
        crypto::LoadedTrust passports;
        crypto::LoadedTrust lds_profile;
        bool lds_enabled = false;
        bool unreadable = false;  ///< a directory could not be read when it was last tried
        identity::AlgorithmPolicy policy;
        std::vector<std::string> sam_readers;
        Configuration::Read read;
    };
    void load_into(crypto::LoadedTrust& loaded, const std::filesystem::path& anchors,
                   const std::filesystem::path& lists, bool& unreadable);

    const Clock& clock_;
    Log& log_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Trust> trust_;
};

}  // namespace fivestar::daemon
