// SPDX-License-Identifier: Apache-2.0
// Ids of users and groups by name.
#pragma once

#include <optional>
#include <string>
#include <sys/types.h>

namespace fivestar::daemon {

/// Returns the id of a user (getpwnam_r(3)); nothing if there is no such user or the lookup fails.
[[nodiscard]] std::optional<uid_t> uid_of(const std::string& user);

/// Returns the id of a group (getgrnam_r(3)); nothing if there is no such group or the lookup fails.
[[nodiscard]] std::optional<gid_t> gid_of(const std::string& group_name);

/// Makes this process one of that user, with the user's groups, for good. False if there is no such user or the kernel
/// refuses.
[[nodiscard]] bool become_user(const std::string& user);

}  // namespace fivestar::daemon
