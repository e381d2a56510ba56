// One group to agree on keys in, elliptic or not, with its elements as they travel (ICAO Doc 9303-11 §9.4): a point as
// `04 | x | y`, a number without leading zeros.
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

    /// The standardised domain parameters of this number (Doc 9303-11 §9.5.1). `invalid_argument` for a reserved one.
    static Result<AgreementGroup> standardized(std::uint8_t parameter);

    [[nodiscard]] KeyAgreement agreement() const;
    [[nodiscard]] Bytes generator() const;
    [[nodiscard]] Result<SecretBytes> random_private_key(Random& random) const;

    /// Whether another party's element is one of the group, and not its neutral one: `malformed` or `invalid_key`.
    [[nodiscard]] Result<void> check(ByteView element) const;
    /// The element to the power of a number, or times it. Errors as `check`.
    [[nodiscard]] Result<Bytes> power(ByteView element, ByteView exponent) const;
    /// The product of two elements, or their sum.
    [[nodiscard]] Result<Bytes> combine(ByteView left, ByteView right) const;
    /// What keys are derived from: of a point the x coordinate, else the number, in as many octets as the prime has.
    [[nodiscard]] SecretBytes secret(ByteView element) const;

    /// The order of the generator, as a modulus for private keys. The groups here all have a known one.
    [[nodiscard]] crypto::Modulus order() const;
    /// The prime that the numbers of elements are reduced by.
    [[nodiscard]] crypto::Modulus prime() const;
    /// The generator that a number below the prime is mapped to (Doc 9303-11 §4.4.3.3.2, Appendix B). `unsupported` on
    /// a curve whose prime is not 3 modulo 4.
    [[nodiscard]] Result<Bytes> map_number(ByteView number) const;

    /// The elliptic curve, where it is one.
    [[nodiscard]] const crypto::EcGroup* curve() const { return std::get_if<crypto::EcGroup>(&group_); }

  private:
    std::variant<crypto::DhGroup, crypto::EcGroup> group_;
};

}  // namespace fivestar::sim
