// What one read is asked to do. Keys are in zeroized memory and leave with the order.
#pragma once

#include "crypto/base/zeroized.hpp"

#include <optional>
#include <string>

namespace fivestar::daemon {

/// The keys a client sent. A chip is offered the one it takes, once.
struct AccessKeys {
    /// MRZ_information of ICAO Doc 9303-11 §4.3: number, birth and expiry, each with its check digit.
    std::optional<SecretText> mrz_information = {};
    /// The card access number, digits.
    std::optional<SecretText> can = {};
};

/// Which data groups the answer needs. What verification needs (EF.SOD, DG1, the chip's public keys) is always read.
struct WantedGroups {
    bool portrait = true;            ///< DG2
    bool personal_details = true;    ///< DG11
    bool document_details = true;    ///< DG12
    bool appended_addresses = true;  ///< of a Chinese identity card
};

struct ReadRequest {
    AccessKeys access = {};
    WantedGroups wanted = {};
    std::string pseudonym_for = {};  ///< whose pseudonym of the holder is wanted: a client's name; empty: nobody's
    /// What was read is kept as evidence; active authentication is done even where the chip is proved already, since
    /// it alone proves anything to others.
    bool evidence = false;
    /// This card was seen to offer PACE when it came. Where it does not now, another program has left a file selected.
    bool pace_seen = false;
};

}  // namespace fivestar::daemon
