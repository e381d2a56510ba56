// SPDX-License-Identifier: Apache-2.0
// Padding method 2 of ISO/IEC 9797-1: one octet 80, then zeros up to a whole block.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"

namespace fivestar::crypto {

/// Adds 1 to `block` octets.
void pad(Bytes& octets, std::size_t block);
void pad(SecretBytes& octets, std::size_t block);

/// Returns the number of octets without the padding; `malformed` if the last block does not end in 80 and zeros.
[[nodiscard]] Result<std::size_t> unpadded_size(ByteView octets, std::size_t block);

}  // namespace fivestar::crypto
