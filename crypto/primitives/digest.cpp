// SPDX-License-Identifier: Apache-2.0
#include "crypto/primitives/digest.hpp"

#include "crypto/primitives/evp.hpp"
#include "crypto/primitives/openssl_owner.hpp"

#include <array>
#include <new>

namespace fivestar::crypto {

const EVP_MD* evp_digest(DigestAlgorithm algorithm) {
    constexpr std::array functions{EVP_sha1, EVP_sha224, EVP_sha256, EVP_sha384, EVP_sha512, EVP_sm3};
    return functions.at(static_cast<std::size_t>(algorithm))();
}

std::size_t digest_size(DigestAlgorithm algorithm) {
    return static_cast<std::size_t>(EVP_MD_get_size(evp_digest(algorithm)));
}

Bytes digest(DigestAlgorithm algorithm, ByteView octets) {
    return digest(algorithm, {octets});
}

Bytes digest(DigestAlgorithm algorithm, std::initializer_list<ByteView> parts) {
    const ErrorQueueGuard guard;
    const OpenSslOwner<EVP_MD_CTX, EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
    Bytes value(digest_size(algorithm));
    bool good = context && EVP_DigestInit_ex(context.get(), evp_digest(algorithm), nullptr) == 1;
    for (const ByteView part : parts) good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    if (!good || EVP_DigestFinal_ex(context.get(), value.data(), nullptr) != 1) throw std::bad_alloc{};
    return value;
}

}  // namespace fivestar::crypto
