// SPDX-License-Identifier: Apache-2.0
// Probes whether the selected eMRTD application requires access control.
#pragma once

#include "apdu/channel.hpp"

namespace fivestar::apdu {

/// Tells whether EF.COM can be read without access control. Takes one exchange; where the answer may be about the short
/// EF identifier, or is another file, the file is also selected and read. Errors: those of `channel` and of selecting
/// the application.
Result<bool> readable_without_access(Channel& channel);

}  // namespace fivestar::apdu
