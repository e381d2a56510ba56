// What the daemon trusts at one moment. Made whole, then shared and never changed.
#pragma once

#include "crypto/pki/trust_directory.hpp"
#include "identity/verification/passive_authentication.hpp"

namespace fivestar::daemon {

struct TrustInUse {
    crypto::LoadedTrust passports;
    crypto::LoadedTrust lds_profile;  ///< empty unless `lds_enabled`
    bool lds_enabled = false;
    bool unreadable = false;  ///< a directory could not be read when it was last tried
    bool loading = false;     ///< nothing has been loaded yet: the stores trust nobody
    identity::AlgorithmPolicy policy = {};
};

}  // namespace fivestar::daemon
