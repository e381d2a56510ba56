// SPDX-License-Identifier: Apache-2.0
// The portrait of a read, shown on the terminal.
#pragma once

#include "cli/session.hpp"

#include <string_view>

namespace fivestar::cli {

/// Shows the portrait of `read` if results go to a terminal that can show pictures. Shows nothing if the daemon cannot
/// convert the portrait, or not in time: the read is complete without.
void show_portrait(Session& session, std::string_view read);

}  // namespace fivestar::cli
