// SPDX-License-Identifier: Apache-2.0
// What the process sets for itself once, before it holds anything worth protecting.
#pragma once

#include "crypto/base/error.hpp"

namespace fivestar::daemon {

/// No core dump, no ptrace by others of the same user (PR_SET_DUMPABLE 0, RLIMIT_CORE 0): memory holds keys and
/// records. `io_failure` if the kernel refuses.
[[nodiscard]] Result<void> forbid_core_dumps();

/// A peer that has gone is an error of the write, not the end of the process (SIGPIPE ignored).
void ignore_broken_pipes();

}  // namespace fivestar::daemon
