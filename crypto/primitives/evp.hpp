// SPDX-License-Identifier: Apache-2.0
// OpenSSL's names of digests and ciphers, for the sources of crypto/ alone.
#pragma once

#include "crypto/primitives/block_cipher.hpp"
#include "crypto/primitives/digest.hpp"

#include <openssl/evp.h>

namespace fivestar::crypto {

[[nodiscard]] const EVP_MD* evp_digest(DigestAlgorithm algorithm);
/// Returns the cipher in CBC mode.
[[nodiscard]] const EVP_CIPHER* evp_cipher(BlockCipher cipher);

}  // namespace fivestar::crypto
