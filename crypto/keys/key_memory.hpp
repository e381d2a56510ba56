// Where private keys lie while they are used.
#pragma once

namespace fivestar::crypto {

/// Lets the private numbers of EC keys that are read from now on lie in memory of their own, which is locked, outside
/// core dumps and between guard pages. Once, before the first key and before there are other threads. False if the
/// kernel does not lock it (RLIMIT_MEMLOCK); the rest holds all the same.
[[nodiscard]] bool lock_key_memory();

}  // namespace fivestar::crypto
