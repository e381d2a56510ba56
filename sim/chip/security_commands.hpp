// MANAGE SECURITY ENVIRONMENT, GENERAL AUTHENTICATE and INTERNAL AUTHENTICATE (ISO/IEC 7816-4 §11.5): the commands of
// PACE, chip authentication and active authentication.
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

/// What a chip proves itself with and opens to, beside basic access control.
struct ChipSecurity {
    PaceAccess pace = {};                                               ///< no offers: no PACE
    std::vector<ChipAuthenticationKey> chip_authentication = {};        ///< none: no chip authentication
    std::optional<ActiveAuthenticationKey> active_authentication = {};  ///< none: no active authentication
};

class SecurityCommands {
  public:
    /// All outlive the object.
    SecurityCommands(const ChipSecurity& security, const Quirks& quirks, Random& random);

    /// Ends what is under way: after reset, and after a command that belongs to no protocol.
    void abandon();

    /// `secured`: the command came through secure messaging.
    Reply manage_environment(const apdu::Command& command, bool secured);
    Reply general_authenticate(const apdu::Command& command, bool secured);
    /// `room`: the most data octets that the answer can carry.
    Reply internal_authenticate(const apdu::Command& command, std::size_t room);

  private:
    const ChipSecurity& security_;
    const Quirks& quirks_;
    Random& random_;
    Pace pace_;
    ChipAuthentication chip_authentication_;
};

}  // namespace fivestar::sim
