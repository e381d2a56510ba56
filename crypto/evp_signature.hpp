// What signing and verifying share of OpenSSL's interface, for the sources of crypto/ alone.
#pragma once

#include "crypto/digest.hpp"
#include "crypto/signature_algorithm.hpp"

#include <openssl/evp.h>

namespace fivestar::crypto {

[[nodiscard]] const EVP_MD* evp_digest(DigestAlgorithm algorithm);

/// Sets padding, mask and salt of the RSA schemes; nothing for ECDSA. False if OpenSSL refuses.
[[nodiscard]] bool set_signature_options(EVP_PKEY_CTX* context, const SignatureAlgorithm& algorithm);

}  // namespace fivestar::crypto
