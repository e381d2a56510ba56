// SPDX-License-Identifier: Apache-2.0
// The files and directories that a configuration names, tried as the daemon will use them.
#pragma once

#include "daemon/configuration.hpp"

#include <optional>

namespace fivestar::daemon {

/// Returns the first named file or directory that this process cannot use: it does not exist, cannot be read, or is not
/// as safe as it must be. Also tries the directories and the key that are used without being named, if they exist.
[[nodiscard]] std::optional<ConfigurationError> fault_of_named_files(const Configuration& configuration);

/// True if a client may see pseudonyms, which need a key.
[[nodiscard]] bool grants_pseudonyms(const Configuration& configuration);

}  // namespace fivestar::daemon
