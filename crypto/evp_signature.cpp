#include "crypto/evp_signature.hpp"

#include <openssl/rsa.h>

namespace fivestar::crypto {

const EVP_MD* evp_digest(DigestAlgorithm algorithm) {
    switch (algorithm) {
        case DigestAlgorithm::sha1:
            return EVP_sha1();
        case DigestAlgorithm::sha224:
            return EVP_sha224();
        case DigestAlgorithm::sha256:
            return EVP_sha256();
        case DigestAlgorithm::sha384:
            return EVP_sha384();
        case DigestAlgorithm::sha512:
            return EVP_sha512();
    }
    return EVP_sha256();
}

bool set_signature_options(EVP_PKEY_CTX* context, const SignatureAlgorithm& algorithm) {
    switch (algorithm.scheme) {
        case SignatureScheme::ecdsa:
            return true;
        case SignatureScheme::rsa_pkcs1:
            return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
        case SignatureScheme::rsa_pss:
            return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
                   EVP_PKEY_CTX_set_rsa_mgf1_md(context, evp_digest(algorithm.mask_digest)) == 1 &&
                   EVP_PKEY_CTX_set_rsa_pss_saltlen(context, static_cast<int>(algorithm.salt_length)) == 1;
    }
    return false;
}

}  // namespace fivestar::crypto
