// SPDX-License-Identifier: Apache-2.0
// Arithmetic with points of the known curves for key agreement (BSI TR-03111 §4.3, ICAO Doc 9303-11 §9.6). All these
// curves have cofactor 1: every point except the one at infinity generates the whole group. So every point on the curve
// has the right order and can be a generator, as the mapped generators of PACE are.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/groups/elliptic_curve.hpp"
#include "crypto/groups/modulus.hpp"

#include <cstddef>
#include <memory>

namespace fivestar::crypto {

class EcPoint;

/// A curve with its precomputed state. Immutable; copies share it. May be used from several threads.
class EcGroup {
  public:
    /// Throws std::bad_alloc if memory is exhausted.
    explicit EcGroup(EllipticCurve curve);

    [[nodiscard]] EllipticCurve curve() const;
    /// Returns the octets of a coordinate.
    [[nodiscard]] std::size_t field_size() const;

    // The curve is y^2 = x^3 + ax + b modulo the prime. Most significant octet first.
    [[nodiscard]] Modulus prime() const;
    [[nodiscard]] Bytes a() const;
    [[nodiscard]] Bytes b() const;
    /// Returns the prime order n of the group, as a modulus for scalars.
    [[nodiscard]] Modulus order() const;

    [[nodiscard]] EcPoint generator() const;

    /// Decodes the uncompressed form `04 | x | y`, the only one that ICAO Doc 9303-11 §9.4.2 allows. `malformed` for
    /// another form or size, `invalid_key` for a point that is not on the curve.
    [[nodiscard]] Result<EcPoint> decode(ByteView octets) const;

    /// Generates a private key from 1 to n - 1, with as many octets as n: `order().random_number(random)`.
    [[nodiscard]] Result<SecretBytes> random_scalar(Random& random) const;

  private:
    friend class EcPoint;
    struct State;
    std::shared_ptr<const State> state_;
};

/// A point other than the one at infinity. Immutable; copies share it.
class EcPoint {
  public:
    /// Encodes the point as `04 | x | y`.
    [[nodiscard]] Bytes encode() const;
    /// Returns the x coordinate in fixed width, which is the shared secret of a key agreement.
    [[nodiscard]] SecretBytes x() const;

    /// Multiplies the point by a scalar of up to 1,024 bits in constant time. `invalid_key` if the result is the point
    /// at infinity, that is, if the scalar is a multiple of the order.
    [[nodiscard]] Result<EcPoint> multiply(ByteView scalar) const;

    /// Adds two points. `invalid_key` if the sum is at infinity, `invalid_argument` for points of different curves.
    [[nodiscard]] Result<EcPoint> add(const EcPoint& other) const;

    [[nodiscard]] bool operator==(const EcPoint& other) const;

  private:
    friend class EcGroup;
    struct State;
    explicit EcPoint(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

}  // namespace fivestar::crypto
