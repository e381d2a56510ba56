// What signing and verifying share of OpenSSL's interface, for the sources of crypto/ alone.
#pragma once

#include "crypto/groups/elliptic_curve.hpp"
#include "crypto/keys/signature_algorithm.hpp"
#include "crypto/primitives/digest.hpp"

#include <optional>

#include <openssl/evp.h>

namespace fivestar::crypto {

/// Whether a key on this curve, nullopt for RSA, makes signatures of the scheme.
[[nodiscard]] bool signs_with(std::optional<EllipticCurve> curve, SignatureScheme scheme);

[[nodiscard]] const EVP_MD* evp_digest(DigestAlgorithm algorithm);

/// Sets padding, mask and salt of the RSA schemes, and the signer's identifier of SM2; nothing for ECDSA. After the
/// initialisation, before the first octet of the message. False if OpenSSL refuses.
[[nodiscard]] bool set_signature_options(EVP_PKEY_CTX* context, const SignatureAlgorithm& algorithm);

}  // namespace fivestar::crypto
