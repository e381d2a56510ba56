// SPDX-License-Identifier: Apache-2.0
// `ReadRequest` says what one read shall bring. Keys are in zeroized memory and end with the request.
#pragma once

#include "apdu/card_access.hpp"
#include "crypto/base/zeroized.hpp"

#include <optional>
#include <string>

namespace fivestar::daemon {

/// The keys that a client sent. Each is tried on the chip at most once.
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
    bool module_portrait = false;    ///< the octets of a Chinese identity card's portrait
    bool module_addresses = false;   ///< the octets of its appended addresses
    bool module_management = false;  ///< its management information
};

struct ReadRequest {
    AccessKeys access = {};
    WantedGroups wanted = {};
    std::string pseudonym_for = {};  ///< client for which the holder's pseudonym is made; empty: none is made
    /// Collects evidence. Active authentication is then performed even if the chip is proved already, since no other
    /// proof can be shown to third parties.
    bool evidence = false;
    /// Where the card had EF.CardAccess when it was inserted.
    apdu::CardAccessPlace card_access = apdu::CardAccessPlace::not_searched;
};

}  // namespace fivestar::daemon
