// SPDX-License-Identifier: Apache-2.0
// The part of OpenSSL's interface that signing and verifying share, for the sources of crypto/ alone.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/groups/elliptic_curve.hpp"
#include "crypto/keys/signature_algorithm.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

#include <openssl/evp.h>

namespace fivestar::crypto {

/// Tells whether a key on this curve, or an RSA key for nullopt, makes signatures of the scheme.
[[nodiscard]] bool signs_with(std::optional<EllipticCurve> curve, SignatureScheme scheme);

/// Sets padding, mask and salt of the RSA schemes, or the signer's identifier of SM2; nothing for ECDSA. Call it after
/// the initialisation and before the first octet of the message. False if OpenSSL refuses.
[[nodiscard]] bool set_signature_options(EVP_PKEY_CTX* context, const SignatureAlgorithm& algorithm);

using RsaOperation = int (*)(EVP_PKEY_CTX*, std::uint8_t*, std::size_t*, const std::uint8_t*, std::size_t);

/// Runs RSA without padding on a number of as many octets as the modulus (RFC 8017 §5.1, §5.2). `invalid_argument` for
/// another size, or a number that is not less than the modulus.
[[nodiscard]] Result<Bytes> raw_rsa(EVP_PKEY* key, int (*init)(EVP_PKEY_CTX*), RsaOperation operation, ByteView number);

}  // namespace fivestar::crypto
