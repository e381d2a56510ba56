// SPDX-License-Identifier: Apache-2.0
// Protects secrets and personal data that functions leave on the stack.
#pragma once

namespace fivestar {

/// Overwrites the unused stack below the caller, as far as any work on secrets or personal data reaches. Call it after
/// such work, from a frame that is no deeper than the one that began the work.
void zeroize_unused_stack() noexcept;

/// Locks this thread's stack and keeps it out of core dumps while the thread lives, from the caller down, twice as far
/// as `zeroize_unused_stack` reaches, as the kernel permits (RLIMIT_MEMLOCK). May be called more than once.
void lock_stack() noexcept;

}  // namespace fivestar
