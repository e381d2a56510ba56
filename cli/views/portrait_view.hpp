// The portrait of a read, shown on the terminal.
#pragma once

#include "cli/session.hpp"

#include <string_view>

namespace fivestar::cli {

/// Shows the portrait of `read` where results go to a terminal that can show anything, in the best way that it can.
/// Nothing where the daemon has no pixels of it, or takes long: the read stands without.
void show_portrait(Session& session, std::string_view read);

}  // namespace fivestar::cli
