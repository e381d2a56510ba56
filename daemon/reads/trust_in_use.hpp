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

    /// Returns how many trust files could not be used. Revocation lists of unknown issuers do not count: they are no
    /// fault.
    [[nodiscard]] std::size_t unusable_files() const {
        return passports.skipped.size() + lds_profile.skipped.size() - lists_of_unknown_issuers();
    }

    /// Returns how many revocation lists are of issuers that neither profile trusts.
    [[nodiscard]] std::size_t lists_of_unknown_issuers() const {
        std::size_t count = 0;
        for (const crypto::LoadedTrust* const loaded : {&passports, &lds_profile}) {
            count += static_cast<std::size_t>(
                std::ranges::count(loaded->skipped, Reason::issuer_unknown, &crypto::SkippedFile::reason));
        }
        return count;
    }
};

}  // namespace fivestar::daemon
