// SPDX-License-Identifier: Apache-2.0
// `ReadContext` holds what reads need besides the card: trust, policy, the pseudonym key and the portrait decoder, as
// configured. Replaced as a whole at a reload; a running read keeps what it began with.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/random.hpp"
#include "daemon/configuration.hpp"
#include "daemon/portrait/wlt_decoder.hpp"
#include "daemon/readers/job.hpp"
#include "daemon/reading/read_card.hpp"
#include "daemon/reads/read_troubles.hpp"
#include "daemon/reads/trust_loader.hpp"
#include "daemon/system/log.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fivestar::daemon {

class ReadContext {
  public:
    /// The references must outlive this object.
    ReadContext(const Clock& clock, Random& random, Log& log);

    /// Takes over a configuration; starts to load trust. Called from one thread.
    void configure(const Configuration& configuration);

    /// Reads a card, with the context of this moment. Any thread.
    [[nodiscard]] Result<ReadOutcome> read(apdu::CardConnection& connection, const ReadRequest& request,
                                           ReadObserver& observer, JobContext& job);

    /// Returns the environment of a read that begins now; waits for trust like `TrustLoader::loaded`. Any thread.
    [[nodiscard]] ReadEnvironment environment() const;

    /// Returns what is trusted now; never null. Any thread.
    [[nodiscard]] std::shared_ptr<const TrustInUse> trust() const { return trust_.current(); }

    /// Any thread.
    [[nodiscard]] ReadTroubles troubles() const;

  private:
    void set_pseudonym_key(const Configuration& configuration);

    const Clock& clock_;
    Random& random_;
    Log& log_;
    mutable std::mutex mutex_;  // guards the members up to the trust loader
    Configuration::Read read_;
    std::vector<std::string> sam_readers_;
    std::shared_ptr<const WltDecoder> wlt_decoder_;
    std::shared_ptr<const identity::Pseudonyms> pseudonyms_;
    bool pseudonym_key_is_missing_ = false;
    Reason plugin_fault_ = Reason::none;
    TrustLoader trust_;
};

}  // namespace fivestar::daemon
