// SPDX-License-Identifier: Apache-2.0
// A key pair that signs: for the daemon's evidence, for tests, and for the simulator's test PKI. Nonces and keys come
// from OpenSSL's generator.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/groups/elliptic_curve.hpp"
#include "crypto/keys/signature_algorithm.hpp"

#include <memory>
#include <string_view>

namespace fivestar::crypto {

/// Immutable; copies share the key, which is zeroized with the last copy.
class KeyPair {
  public:
    static Result<KeyPair> generate_ec(EllipticCurve curve);

    /// Parses an unencrypted PKCS #8 PrivateKeyInfo. `malformed`; `unsupported` unless it is RSA or EC.
    static Result<KeyPair> from_pkcs8_der(ByteView der);
    /// Parses the same in PEM (`-----BEGIN PRIVATE KEY-----`).
    static Result<KeyPair> from_pkcs8_pem(std::string_view pem);

    [[nodiscard]] SecretBytes pkcs8_der() const;
    [[nodiscard]] SecretText pkcs8_pem() const;

    /// Returns the DER SubjectPublicKeyInfo; `parameters` is for EC keys only.
    [[nodiscard]] Bytes spki_der(EcParameters parameters = EcParameters::named) const;

    /// Signs a message. `unsupported` if the algorithm does not fit the key. ECDSA and SM2 return the DER of (r, s).
    [[nodiscard]] Result<Bytes> sign(const SignatureAlgorithm& algorithm, ByteView message) const;

    /// Computes RSASP1 (RFC 8017 §5.2.1), the RSA private operation without padding, for signatures of ISO/IEC 9796-2.
    /// The representative is as long as the modulus and less than it. `unsupported` for EC, `invalid_argument`.
    [[nodiscard]] Result<Bytes> rsa_private_operation(ByteView representative) const;

    /// Returns the private scalar of an EC key, as long as the curve's order; `unsupported` for RSA.
    [[nodiscard]] Result<SecretBytes> ec_private_scalar() const;

  private:
    struct State;
    explicit KeyPair(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

}  // namespace fivestar::crypto
