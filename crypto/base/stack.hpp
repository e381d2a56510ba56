// What functions leave on the stack.
#pragma once

namespace fivestar {

/// Overwrites the stack below the caller, as far down as any work on secrets or personal data reaches: to be called
/// after such work, from no deeper than where it began.
void zeroize_unused_stack() noexcept;

/// Keeps this thread's stack out of swap and core dumps, from the caller down, twice as far as `zeroize_unused_stack`
/// reaches, for as long as the thread lives; as far as the kernel permits (RLIMIT_MEMLOCK). Again does no harm.
void lock_stack() noexcept;

}  // namespace fivestar
