// SPDX-License-Identifier: Apache-2.0
// The examination of a list before it takes its place: with the parsers, anchors and signers that fivestard uses.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "crypto/pki/trust_directory.hpp"
#include "trust_update/configuration.hpp"
#include "trust_update/problem.hpp"

#include <cstddef>
#include <expected>
#include <filesystem>
#include <optional>

namespace fivestar::trust_update {

/// The facts about a list whose signature is good.
struct ListFacts {
    WallTime issued_at;                        ///< signing time of a master list, thisUpdate of a revocation list
    std::optional<WallTime> next_update = {};  ///< of a revocation list
    std::size_t entries = 0;                   ///< certificates, or revoked serial numbers
};

class Examiner {
  public:
    /// Loads anchors and signers from the daemon's directories and the lists that were fetched. `io_failure` if a
    /// directory cannot be read.
    static Result<Examiner> load(const Configuration::Trust& trust, const std::filesystem::path& fetched_lists,
                                 WallTime now);

    /// Examines a file with one list, in DER or PEM. A failure is a reason of crypto::open_master_list,
    /// RevocationList::parse or TrustStore::issuer_of; `no_signing_time`: the age of a master list is unknown;
    /// `unsupported`: several lists, or one of another kind; `Problem::empty`; `Problem::not_yet_valid`.
    [[nodiscard]] std::expected<ListFacts, Failure> examine(ListKind kind, const std::filesystem::path& file) const;

  private:
    Examiner(crypto::TrustLoader loader, crypto::LoadedTrust trust, WallTime now)
        : loader_(std::move(loader)), trust_(std::move(trust)), now_(now) {}

    [[nodiscard]] std::expected<ListFacts, Failure> examine_master_list(ByteView der) const;
    [[nodiscard]] std::expected<ListFacts, Failure> examine_revocation_list(ByteView der) const;

    crypto::TrustLoader loader_;
    crypto::LoadedTrust trust_;
    WallTime now_;
};

}  // namespace fivestar::trust_update
