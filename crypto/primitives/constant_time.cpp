// SPDX-License-Identifier: Apache-2.0
#include "crypto/primitives/constant_time.hpp"

#include <openssl/crypto.h>

namespace fivestar::crypto {

bool constant_time_equal(ByteView left, ByteView right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace fivestar::crypto
