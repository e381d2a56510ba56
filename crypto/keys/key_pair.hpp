// A key pair and its signatures: for the daemon's signatures of evidence, for tests, and the test PKI of the
// simulator. Nonces and keys come from OpenSSL's
// generator.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/groups/elliptic_curve.hpp"
#include "crypto/keys/signature_algorithm.hpp"

#include <memory>
#include <string_view>

namespace fivestar::crypto {

/// Immutable; copies share the key, which is zeroized with the last of them.
class KeyPair {
  public:
    /// `invalid_argument` below 1024 or above 8192 bits.
    static Result<KeyPair> generate_rsa(std::size_t bits);
    static Result<KeyPair> generate_ec(EllipticCurve curve);

    /// From an unencrypted PKCS #8 PrivateKeyInfo. `malformed`; `unsupported` for neither RSA nor EC.
    static Result<KeyPair> from_pkcs8_der(ByteView der);
    /// The same between `-----BEGIN PRIVATE KEY-----` and its end.
    static Result<KeyPair> from_pkcs8_pem(std::string_view pem);

    [[nodiscard]] SecretBytes pkcs8_der() const;
    [[nodiscard]] SecretText pkcs8_pem() const;

    /// The DER SubjectPublicKeyInfo; `parameters` matters to EC keys only.
    [[nodiscard]] Bytes spki_der(EcParameters parameters = EcParameters::named) const;

    /// `unsupported` if the algorithm is none of this kind of key. ECDSA and SM2 give the DER of (r, s).
    [[nodiscard]] Result<Bytes> sign(const SignatureAlgorithm& algorithm, ByteView message) const;

    /// RSA's bare private operation (RSASP1 of RFC 8017 §5.2.1), for signatures of ISO/IEC 9796-2. The representative
    /// has the modulus's size and is less than it, and so has the result. `unsupported` for EC, `invalid_argument`.
    [[nodiscard]] Result<Bytes> rsa_private_operation(ByteView representative) const;

    /// The private scalar of an EC key, as many octets as the curve's order; `unsupported` for RSA.
    [[nodiscard]] Result<SecretBytes> ec_private_scalar() const;

  private:
    struct State;
    explicit KeyPair(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

}  // namespace fivestar::crypto
