// A public key and the check of its signatures.
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
    /// From an encoded SubjectPublicKeyInfo: RSA (also id-RSASSA-PSS) or EC on a known curve, by name or by explicit
    /// parameters that equal it. A key on the curve of SM2 is one of SM2, and of nothing else. Errors: `malformed`,
    /// `trailing_bytes`, `unsupported` (algorithm or curve), `invalid_key` (an RSA modulus or exponent out of bounds, a
    /// point that is not on the curve).
    static Result<PublicKey> parse(ByteView subject_public_key_info);

    [[nodiscard]] KeyKind kind() const;
    /// Bits of the RSA modulus or of the curve's field.
    [[nodiscard]] std::size_t bits() const;
    /// EC only.
    [[nodiscard]] std::optional<EllipticCurve> curve() const;
    /// Whether the EC parameters were spelt out. Worth a word in a report.
    [[nodiscard]] bool explicit_parameters() const;

    /// `signature_mismatch` unless `signature` is this key's over `message`; `unsupported` if the algorithm is none of
    /// this kind of key, or if an RSA-PSS key's own parameters exclude it. ECDSA signatures are the DER of (r, s).
    [[nodiscard]] Result<void> verify(const SignatureAlgorithm& algorithm, ByteView message, ByteView signature) const;

    /// RSA's bare public operation (RSAVP1 of RFC 8017 §5.2.2), for signatures of ISO/IEC 9796-2: as many octets as the
    /// modulus, from a signature of the same size that is less than it. `unsupported` for EC, `invalid_argument`.
    [[nodiscard]] Result<Bytes> rsa_public_operation(ByteView signature) const;

    /// The modulus of an RSA key, without leading zeros; `unsupported` for EC.
    [[nodiscard]] Result<Bytes> rsa_modulus() const;

    /// The same for the signatures of certificates, lists and signed data; gives the algorithm that verified. An SM2
    /// signature that does not verify with the usual identifier is tried without one: the answer then says
    /// `sm2_empty_id`, and whoever asks decides whether that is good enough.
    [[nodiscard]] Result<SignatureAlgorithm> verify_either_id(SignatureAlgorithm algorithm, ByteView message,
                                                              ByteView signature) const;

  private:
    struct State;
    explicit PublicKey(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

}  // namespace fivestar::crypto
