// SPDX-License-Identifier: Apache-2.0
#include "crypto/keys/evp_signature.hpp"

#include "crypto/primitives/evp.hpp"
#include "crypto/primitives/openssl_owner.hpp"

#include <string_view>

#include <openssl/rsa.h>

namespace fivestar::crypto {
namespace {

/// The default identifier of a signer (GM/T 0009 §10).
constexpr std::string_view sm2_default_identifier = "1234567812345678";

}  // namespace

bool signs_with(std::optional<EllipticCurve> curve, SignatureScheme scheme) {
    switch (scheme) {
        case SignatureScheme::rsa_pkcs1:
        case SignatureScheme::rsa_pss:
            return !curve;
        case SignatureScheme::ecdsa:
            return curve && curve != EllipticCurve::sm2;
        case SignatureScheme::sm2:
        case SignatureScheme::sm2_empty_id:
            return curve == EllipticCurve::sm2;
    }
    return false;
}

bool set_signature_options(EVP_PKEY_CTX* context, const SignatureAlgorithm& algorithm) {
    switch (algorithm.scheme) {
        case SignatureScheme::ecdsa:
        case SignatureScheme::sm2_empty_id:  // OpenSSL's default
            return true;
        case SignatureScheme::sm2:
            return EVP_PKEY_CTX_set1_id(context, sm2_default_identifier.data(), sm2_default_identifier.size()) == 1;
        case SignatureScheme::rsa_pkcs1:
            return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
        case SignatureScheme::rsa_pss:
            return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
                   EVP_PKEY_CTX_set_rsa_mgf1_md(context, evp_digest(algorithm.mask_digest)) == 1 &&
                   EVP_PKEY_CTX_set_rsa_pss_saltlen(context, static_cast<int>(algorithm.salt_length)) == 1;
    }
    return false;
}

Result<Bytes> raw_rsa(EVP_PKEY* key, int (*init)(EVP_PKEY_CTX*), RsaOperation operation, ByteView number) {
    const auto size = static_cast<std::size_t>(EVP_PKEY_get_size(key));
    if (number.size() != size) return fail(ErrorCode::invalid_argument);
    const OpenSslOwner<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context{EVP_PKEY_CTX_new(key, nullptr)};
    if (!context || init(context.get()) != 1 || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) != 1) {
        return fail(ErrorCode::crypto_failure);
    }
    Bytes result(size);
    std::size_t written = size;
    if (operation(context.get(), result.data(), &written, number.data(), size) != 1 || written != size) {
        return fail(ErrorCode::invalid_argument);
    }
    return result;
}

}  // namespace fivestar::crypto
