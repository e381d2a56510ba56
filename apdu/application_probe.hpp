// Whether the selected eMRTD application wants to be opened.
#pragma once

#include "apdu/channel.hpp"

namespace fivestar::apdu {

/// Asks for EF.COM in the clear: whether it is to be had without access control. One exchange; where the answer may be
/// about the short EF identifier, also those that select the file and read it. Errors: those of `channel`.
Result<bool> readable_without_access(Channel& channel);

}  // namespace fivestar::apdu
