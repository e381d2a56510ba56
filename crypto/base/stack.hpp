// What functions that have returned left on the stack.
#pragma once

namespace fivestar {

/// Overwrites the stack below the caller, as far down as any work on secrets or personal data reaches: to be called
/// after such work, from no deeper than where it began.
void cleanse_unused_stack() noexcept;

}  // namespace fivestar
