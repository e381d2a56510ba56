// Diffie-Hellman between terminal and chip, on a curve or in a subgroup (ICAO Doc 9303-11 §9.4.5, §9.6): one interface
// for both kinds, so that the protocols above are written once.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/keys/agreement_key.hpp"
#include "crypto/primitives/block_cipher.hpp"

#include <cstdint>
#include <variant>

namespace fivestar::apdu {

/// The number of a key or of domain parameters as DO'84' of MANAGE SECURITY ENVIRONMENT has it: as few octets as hold
/// it.
[[nodiscard]] Bytes key_reference(std::uint32_t number);

struct AgreementKeyPair {
    SecretBytes secret;
    Bytes public_value;  ///< `04 | x | y`, or an integer without leading zeros (§9.4.1)
};

/// A group with a generator: the group's own, or one that a nonce was mapped to. Immutable.
class KeyAgreement {
  public:
    explicit KeyAgreement(const crypto::AgreementGroup& group);

    /// Whether this is on a curve.
    [[nodiscard]] bool on_curve() const { return std::holds_alternative<OnCurve>(state_); }

    [[nodiscard]] Result<AgreementKeyPair> generate(Random& random) const;

    /// The shared secret: the x coordinate, or the value, of fixed width. `malformed` or `invalid_key` for a value of
    /// the other side that is not in the group; a number may lack its leading zeros.
    [[nodiscard]] Result<SecretBytes> agree(ByteView secret, ByteView other) const;

    /// Whether `factor` times the point `other` is `product` (`other ^ factor` in a subgroup). Errors as of `agree`.
    [[nodiscard]] Result<bool> is_product(ByteView factor, ByteView other, ByteView product) const;

    /// The generic mapping (§4.4.3.3.1): s G + H, or g^s h, where H is what `secret` and `other` agree on. Errors as of
    /// `agree`.
    [[nodiscard]] Result<KeyAgreement> map_generic(ByteView nonce, ByteView secret, ByteView other) const;

    /// The integrated mapping (§4.4.3.3.2) of the chip's nonce and ours with this cipher. `unsupported` on a curve
    /// whose prime is not 3 modulo 4, `invalid_key` for the nonces, one in 2^160, that map to nothing.
    [[nodiscard]] Result<KeyAgreement> map_integrated(ByteView nonce, ByteView own_nonce,
                                                      crypto::BlockCipher cipher) const;

    /// The generator, encoded like a public value: for tests against published numbers.
    [[nodiscard]] Bytes generator() const;

  private:
    struct OnCurve {
        crypto::EcGroup group;
        crypto::EcPoint generator;
    };
    struct InSubgroup {
        crypto::DhGroup group;
        SecretBytes generator;
    };
    explicit KeyAgreement(std::variant<OnCurve, InSubgroup> state) : state_(std::move(state)) {}
    std::variant<OnCurve, InSubgroup> state_;
};

}  // namespace fivestar::apdu
