// SPDX-License-Identifier: Apache-2.0
// Locked memory for private keys in use.
#pragma once

namespace fivestar::crypto {

/// Puts the private numbers of EC keys that are read later into OpenSSL's secure heap: locked, outside core dumps and
/// between guard pages. Call it once, before the first key is read and before other threads start. False if the kernel
/// does not lock the memory (RLIMIT_MEMLOCK); the heap is then used unlocked.
[[nodiscard]] bool lock_key_memory();

}  // namespace fivestar::crypto
