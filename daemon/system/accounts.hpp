// SPDX-License-Identifier: Apache-2.0
// Users and groups of this machine by name (getpwnam_r(3), getgrnam_r(3)).
#pragma once

#include <optional>
#include <string>
#include <sys/types.h>

namespace fivestar::daemon {

/// Nothing if there is no such user, or the machine's user database does not answer.
[[nodiscard]] std::optional<uid_t> uid_of(const std::string& user);

/// The same for a group.
[[nodiscard]] std::optional<gid_t> gid_of(const std::string& group_name);

}  // namespace fivestar::daemon
