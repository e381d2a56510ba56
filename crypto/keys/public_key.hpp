// SPDX-License-Identifier: Apache-2.0
// A public key that verifies signatures.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/groups/elliptic_curve.hpp"
#include "crypto/keys/signature_algorithm.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace fivestar::crypto {

enum class KeyKind : std::uint8_t { rsa, ec };

inline constexpr std::size_t min_modulus_bits = 1024;
inline constexpr std::size_t max_modulus_bits = 8192;
inline constexpr std::size_t max_exponent_bits = 64;

/// Immutable; copies share the key. May be used from several threads.
class PublicKey {
  public:
    /// Parses an encoded SubjectPublicKeyInfo: RSA (also id-RSASSA-PSS), or EC on a known curve, named or explicit. A
    /// key on the curve of SM2 is for SM2 only. Errors: `malformed`, `trailing_bytes`, `unsupported` (algorithm or
    /// curve), `invalid_key` (an RSA modulus or exponent out of bounds, a point that is not on the curve).
    static Result<PublicKey> parse(ByteView subject_public_key_info);

    [[nodiscard]] KeyKind kind() const;
    /// Returns the bits of the RSA modulus or of the curve's field.
    [[nodiscard]] std::size_t bits() const;
    /// Returns the curve of an EC key.
    [[nodiscard]] std::optional<EllipticCurve> curve() const;
    /// Tells whether the EC parameters were explicit, which reports mention.
    [[nodiscard]] bool explicit_parameters() const;

    /// Verifies a signature over `message`. `signature_mismatch` if it is not this key's; `unsupported` if the
    /// algorithm does not fit the key, or an RSA-PSS key's parameters exclude it. ECDSA signatures are the DER of (r,
    /// s).
    [[nodiscard]] Result<void> verify(const SignatureAlgorithm& algorithm, ByteView message, ByteView signature) const;

    /// Computes RSAVP1 (RFC 8017 §5.2.2), the RSA public operation without padding, for signatures of ISO/IEC 9796-2.
    /// The signature is as long as the modulus and less than it. `unsupported` for EC, `invalid_argument`.
    [[nodiscard]] Result<Bytes> rsa_public_operation(ByteView signature) const;

    /// Returns the modulus of an RSA key without leading zeros; `unsupported` for EC.
    [[nodiscard]] Result<Bytes> rsa_modulus() const;

    /// Verifies the signature of a certificate, list or signed data and returns the algorithm that verified. An SM2
    /// signature that does not verify with the default identifier is tried with an empty one; the result is then
    /// `sm2_empty_id`, and the caller decides whether to accept it.
    [[nodiscard]] Result<SignatureAlgorithm> verify_either_id(SignatureAlgorithm algorithm, ByteView message,
                                                              ByteView signature) const;

  private:
    struct State;
    explicit PublicKey(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

}  // namespace fivestar::crypto
