// SPDX-License-Identifier: Apache-2.0
// A group for key agreement, elliptic or not, with encoded elements (ICAO Doc 9303-11 §9.4): a point as `04 | x | y`, a
// number without leading zeros.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/groups/dh_group.hpp"
#include "crypto/groups/ec_group.hpp"
#include "sim/chip/security_protocol.hpp"

#include <cstdint>
#include <variant>

namespace fivestar::sim {

class AgreementGroup {
  public:
    explicit AgreementGroup(crypto::DhGroup group) : group_(std::move(group)) {}
    explicit AgreementGroup(crypto::EcGroup group) : group_(std::move(group)) {}

    /// Returns the standardised domain parameters of this number (Doc 9303-11 §9.5.1), or `invalid_argument` for a
    /// reserved number.
    static Result<AgreementGroup> standardized(std::uint8_t parameter);

    [[nodiscard]] KeyAgreement agreement() const;
    [[nodiscard]] Bytes generator() const;
    [[nodiscard]] Result<SecretBytes> random_private_key(Random& random) const;

    /// Checks that another party's element is in the group and not the neutral element. Errors: `malformed`,
    /// `invalid_key`.
    [[nodiscard]] Result<void> check(ByteView element) const;
    /// Raises an element to a power; multiplies a point by a scalar. Errors as for `check`.
    [[nodiscard]] Result<Bytes> power(ByteView element, ByteView exponent) const;
    /// Combines two elements: product, or sum of points.
    [[nodiscard]] Result<Bytes> combine(ByteView left, ByteView right) const;
    /// Shared secret for key derivation: the x coordinate of a point, or the number, with as many octets as the prime.
    [[nodiscard]] SecretBytes secret(ByteView element) const;

    /// The order of the generator, as a modulus for private keys.
    [[nodiscard]] crypto::Modulus order() const;
    /// The prime of the field.
    [[nodiscard]] crypto::Modulus prime() const;
    /// Maps a number below the prime to a generator (Doc 9303-11 §4.4.3.3.2, Appendix B). Returns `unsupported` for a
    /// curve whose prime is not 3 modulo 4.
    [[nodiscard]] Result<Bytes> map_number(ByteView number) const;

    /// The elliptic curve; null for a group of numbers.
    [[nodiscard]] const crypto::EcGroup* curve() const { return std::get_if<crypto::EcGroup>(&group_); }

  private:
    std::variant<crypto::DhGroup, crypto::EcGroup> group_;
};

}  // namespace fivestar::sim
