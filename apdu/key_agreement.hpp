// SPDX-License-Identifier: Apache-2.0
// Diffie-Hellman key agreement between terminal and chip (ICAO Doc 9303-11 §9.4.5, §9.6), with one interface for
// elliptic curves and for subgroups of integers modulo a prime.
#pragma once

#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/keys/agreement_key.hpp"
#include "crypto/primitives/block_cipher.hpp"

#include <cstdint>
#include <variant>

namespace fivestar::apdu {

/// Encodes the number of a key or of domain parameters for DO'84' of MANAGE SECURITY ENVIRONMENT, in as few octets as
/// possible.
[[nodiscard]] Bytes key_reference(std::uint32_t number);

struct AgreementKeyPair {
    SecretBytes secret;
    Bytes public_value;  ///< `04 | x | y`, or an integer without leading zeros (§9.4.1)
};

/// A group with a generator: its own, or one that PACE mapped from a nonce. Immutable.
class KeyAgreement {
  public:
    explicit KeyAgreement(const crypto::AgreementGroup& group) : state_(with_own_generator(group)) {}

    /// True for an elliptic curve.
    [[nodiscard]] bool on_curve() const { return std::holds_alternative<OnCurve>(state_); }

    [[nodiscard]] Result<AgreementKeyPair> generate(Random& random) const;

    /// Returns the shared secret of fixed width: the x coordinate, or the value. `malformed` or `invalid_key` if the
    /// other side's value is not in the group. An integer may lack leading zeros.
    [[nodiscard]] Result<SecretBytes> agree(ByteView secret, ByteView other) const;

    /// True if `factor` times the point `other` is `product` (`other ^ factor` in a subgroup). Errors as `agree`.
    [[nodiscard]] Result<bool> is_product(ByteView factor, ByteView other, ByteView product) const;

    /// Computes the generic mapping (§4.4.3.3.1): s G + H, or g^s h, where H is the shared secret of `secret` and
    /// `other`. Errors as `agree`.
    [[nodiscard]] Result<KeyAgreement> map_generic(ByteView nonce, ByteView secret, ByteView other) const;

    /// Computes the integrated mapping (§4.4.3.3.2) of the chip's nonce and ours with this cipher. `unsupported` on a
    /// curve whose prime is not 3 modulo 4, `invalid_key` for nonces without an image (one in 2^160).
    [[nodiscard]] Result<KeyAgreement> map_integrated(ByteView nonce, ByteView own_nonce,
                                                      crypto::BlockCipher cipher) const;

  private:
    struct OnCurve {
        crypto::EcGroup group;
        crypto::EcPoint generator;
    };
    struct InSubgroup {
        crypto::DhGroup group;
        SecretBytes generator;
    };
    using State = std::variant<OnCurve, InSubgroup>;
    explicit KeyAgreement(State state) : state_(std::move(state)) {}
    static State with_own_generator(const crypto::AgreementGroup& group);

    State state_;
};

}  // namespace fivestar::apdu
