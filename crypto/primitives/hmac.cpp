// SPDX-License-Identifier: Apache-2.0
#include "crypto/primitives/hmac.hpp"

#include "crypto/primitives/openssl_owner.hpp"

#include <new>

#include <openssl/evp.h>

namespace fivestar::crypto {

SecretBytes hmac_sha256(ByteView key, ByteView octets) {
    const ErrorQueueGuard guard;
    SecretBytes code(hmac_sha256_size);
    std::size_t size = 0;
    // An empty key needs a pointer: the function takes a null pointer for a missing key.
    const std::uint8_t none = 0;
    const std::uint8_t* const key_octets = key.empty() ? &none : key.data();
    if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key_octets, key.size(), octets.data(), octets.size(),
                  code.data(), code.size(), &size) == nullptr ||
        size != code.size()) {
        throw std::bad_alloc{};
    }
    return code;
}

}  // namespace fivestar::crypto
