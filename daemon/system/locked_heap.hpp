// SPDX-License-Identifier: Apache-2.0
// The daemon's heap: never swapped, never in a core dump, and zeroized when it is released. Linking this replaces
// operator new and delete, malloc and free for the program and its libraries. Builds with a sanitizer keep the
// sanitizer's malloc (docs/decisions/0007-locked-heap.md).
#pragma once

namespace fivestar::daemon {

/// False once the kernel has refused to lock memory (RLIMIT_MEMLOCK). Such memory is used all the same. Any thread.
[[nodiscard]] bool heap_is_locked();

}  // namespace fivestar::daemon
