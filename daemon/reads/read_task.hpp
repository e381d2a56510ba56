// SPDX-License-Identifier: Apache-2.0
// `ReadTask` is what a client asks of a read, within its grants.
#pragma once

#include "daemon/policy/grants.hpp"
#include "daemon/reading/read_request.hpp"
#include "daemon/reads/reader_choice.hpp"
#include "identity/verification/verification.hpp"

#include <memory>
#include <vector>

namespace fivestar::daemon {

struct ReadTask {
    ClientId client = {};
    std::shared_ptr<const Grants> grants = {};  ///< never null
    CardSelection selection = {};
    AccessKeys access = {};
    bool scanned_key = false;                       ///< the key is one that a scanner read; `access` is empty
    FieldSet fields = {};                           ///< what the answer may hold
    std::vector<identity::CheckName> require = {};  ///< checks without which there is no answer
    bool evidence = false;
};

}  // namespace fivestar::daemon
