// SPDX-License-Identifier: Apache-2.0
// The daemon's heap: never swapped, never in a core dump, and overwritten where it is given back. Linking this replaces
// operator new and delete of the whole program, and malloc and free with them, its libraries' included; where a
// sanitizer is built in, malloc stays the sanitizer's (docs/decisions/0007-locked-heap.md).
#pragma once

namespace fivestar::daemon {

/// Whether the kernel has locked all that was asked for so far. Where it refuses (RLIMIT_MEMLOCK) memory is used all
/// the same. Any thread.
[[nodiscard]] bool heap_is_locked();

}  // namespace fivestar::daemon
