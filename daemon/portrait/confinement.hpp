// SPDX-License-Identifier: Apache-2.0
// How fivestar-portrait locks itself in.
#pragma once

namespace fivestar::portrait {

/// Before foreign code is loaded: no core file, no file growth, bounded memory, processor time and descriptors, no new
/// privileges, killed with its parent; where the kernel lets it, namespaces without network. False if a limit could not
/// be set.
[[nodiscard]] bool limit_resources();

/// Before a picture is there, for good: from here on only what computing takes (memory that is not executable, reading
/// and writing open descriptors, the clock, the end) is not the end of the process (seccomp(2)). False if the kernel
/// refuses.
[[nodiscard]] bool allow_computing_only();

}  // namespace fivestar::portrait
