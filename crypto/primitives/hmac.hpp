// SPDX-License-Identifier: Apache-2.0
// HMAC (RFC 2104, FIPS 198-1) with SHA-256.
#pragma once

#include "crypto/base/zeroized.hpp"

namespace fivestar::crypto {

inline constexpr std::size_t hmac_sha256_size = 32;

/// Computes the code, 32 octets. Throws std::bad_alloc if memory is exhausted.
[[nodiscard]] SecretBytes hmac_sha256(ByteView key, ByteView octets);

}  // namespace fivestar::crypto
