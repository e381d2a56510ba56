// What one plain READ BINARY tells of the selected eMRTD application, before there is a session to lose.
#pragma once

#include "apdu/channel.hpp"

namespace fivestar::apdu {

struct ApplicationProbe {
    bool access_control;   ///< EF.COM is not to be had without it
    bool extended_length;  ///< the chip did not refuse an extended Le; it may still refuse one later
};

/// Asks for EF.COM, with an extended Le if `try_extended_length` (the reader claims it and the protocol is T=1). One
/// exchange; a second, short one where the chip refused the length; and where it has no short EF identifiers, those
/// that select the file and read it.
///
/// Errors: those of `channel`. A `transport_failure` when extended length was tried may be the reader's way of refusing
/// it: reset, select again, and probe without.
Result<ApplicationProbe> probe_application(Channel& channel, bool try_extended_length);

}  // namespace fivestar::apdu
