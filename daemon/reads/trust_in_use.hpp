// SPDX-License-Identifier: Apache-2.0
// `TrustInUse` is what the daemon trusts at one moment. Immutable and shared.
#pragma once

#include "crypto/pki/trust_directory.hpp"
#include "identity/verification/passive_authentication.hpp"

#include <algorithm>
#include <cstddef>

namespace fivestar::daemon {

struct TrustInUse {
    crypto::LoadedTrust passports;
    crypto::LoadedTrust lds_profile;  ///< empty unless `lds_enabled`
    bool lds_enabled = false;
    bool unreadable = false;  ///< a directory could not be read at the last attempt
    bool loading = false;     ///< nothing has been loaded yet: the stores are empty
    identity::AlgorithmPolicy policy = {};

    /// Returns how many trust files of passports could not be used. Revocation lists of unknown issuers do not count:
    /// they may belong to the other profile.
    [[nodiscard]] std::size_t unusable_files() const {
        return static_cast<std::size_t>(std::ranges::count_if(
            passports.skipped, [](const crypto::SkippedFile& file) { return file.reason != Reason::issuer_unknown; }));
    }
};

}  // namespace fivestar::daemon
