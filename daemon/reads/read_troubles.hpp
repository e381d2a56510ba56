// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/base/reason.hpp"

namespace fivestar::daemon {

/// Files of the configuration that reads had to do without.
struct ReadTroubles {
    bool pseudonym_key_is_unusable = false;  ///< pseudonyms are granted or a key file exists, and there is no key
    Reason portrait_plugin = Reason::none;   ///< `portrait_plugin_refused` at the last load
};

}  // namespace fivestar::daemon
