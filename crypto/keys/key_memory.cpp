// SPDX-License-Identifier: Apache-2.0
#include "crypto/keys/key_memory.hpp"

#include <cstddef>

#include <openssl/crypto.h>

namespace fivestar::crypto {

bool lock_key_memory() {
    constexpr std::size_t pool = 32768;  // octets: a few keys, and the numbers of signatures in progress
    constexpr std::size_t smallest = 32;
    constexpr int locked = 1;  // 2: initialised but not locked
    return CRYPTO_secure_malloc_initialized() == 1 || CRYPTO_secure_malloc_init(pool, smallest) == locked;
}

}  // namespace fivestar::crypto
