// SPDX-License-Identifier: Apache-2.0
// MANAGE SECURITY ENVIRONMENT, GENERAL AUTHENTICATE and INTERNAL AUTHENTICATE (ISO/IEC 7816-4 §11.5) for PACE, chip
// authentication and active authentication.
#pragma once

#include "apdu/command.hpp"
#include "crypto/base/random.hpp"
#include "sim/chip/active_authentication.hpp"
#include "sim/chip/chip_authentication.hpp"
#include "sim/chip/pace.hpp"
#include "sim/chip/quirks.hpp"
#include "sim/chip/reply.hpp"

#include <optional>
#include <vector>

namespace fivestar::sim {

/// Protocols of a chip besides BAC, with their keys.
struct ChipSecurity {
    PaceAccess pace = {};                                               ///< no PACE if it has no offers
    std::vector<ChipAuthenticationKey> chip_authentication = {};        ///< no chip authentication if empty
    std::optional<ActiveAuthenticationKey> active_authentication = {};  ///< no active authentication if absent
};

class SecurityCommands {
  public:
    /// All arguments must outlive the object.
    SecurityCommands(const ChipSecurity& security, const Quirks& quirks, Random& random);

    /// Aborts a running protocol: after reset, and after a command that belongs to no protocol.
    void abandon();

    /// `secured`: the command was protected by secure messaging.
    Reply manage_environment(const apdu::Command& command, bool secured);
    Reply general_authenticate(const apdu::Command& command, bool secured);
    /// `room`: the number of data octets that the response can carry.
    Reply internal_authenticate(const apdu::Command& command, std::size_t room);

  private:
    const ChipSecurity& security_;
    const Quirks& quirks_;
    Random& random_;
    Pace pace_;
    ChipAuthentication chip_authentication_;
};

}  // namespace fivestar::sim
