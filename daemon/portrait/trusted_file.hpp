// SPDX-License-Identifier: Apache-2.0
// Opening a file whose content will be run: only one that nobody but its owner can have put there.
#pragma once

#include "crypto/base/descriptor.hpp"
#include "crypto/base/error.hpp"

#include <filesystem>
#include <sys/types.h>

namespace fivestar::daemon {

/// Opens a regular file for reading, going down from the directory `top` without following a link. `top`, every
/// directory on the way and the file must belong to `owner`, and neither group nor others may write to any of them.
/// `access_denied` if that does not hold, `file_not_found` if something is missing, `invalid_argument` for a path that
/// goes up or is empty. A leading slash is ignored: for an absolute path `top` is the root directory.
[[nodiscard]] Result<Descriptor> open_trusted_file(const Descriptor& top, const std::filesystem::path& path,
                                                   uid_t owner);

}  // namespace fivestar::daemon
