// SPDX-License-Identifier: Apache-2.0
// Settings of the process, made before it holds secrets.
#pragma once

#include "crypto/base/error.hpp"

namespace fivestar {

/// Disables core dumps and ptrace by the same user (RLIMIT_CORE 0, PR_SET_DUMPABLE 0), because memory holds keys and
/// records. `io_failure` if the kernel refuses.
[[nodiscard]] Result<void> forbid_core_dumps();

/// Ignores SIGPIPE, so that a write to a closed socket fails and does not end the process.
void ignore_broken_pipes();

}  // namespace fivestar
