// Points of the known curves and what key agreement does with them (BSI TR-03111 §4.3, ICAO Doc 9303-11 §9.6). All
// these curves have cofactor 1: every point but the one at infinity generates the whole group, so that a point on the
// curve has the right order, and any such point may serve as a generator (mapped generators of PACE).
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

/// A curve, ready to compute with. Immutable; copies share it. May be used from several threads.
class EcGroup {
  public:
    /// Cannot fail short of exhausted memory, which throws.
    explicit EcGroup(EllipticCurve curve);

    [[nodiscard]] EllipticCurve curve() const;
    /// Octets of a coordinate.
    [[nodiscard]] std::size_t field_size() const;

    // y^2 = x^3 + ax + b modulo the prime. Most significant octet first.
    [[nodiscard]] Modulus prime() const;
    [[nodiscard]] Bytes a() const;
    [[nodiscard]] Bytes b() const;
    /// The order n of the group, which is prime, as a modulus for scalars.
    [[nodiscard]] Modulus order() const;

    [[nodiscard]] EcPoint generator() const;

    /// From the uncompressed form `04 | x | y`, the one that ICAO Doc 9303-11 §9.4.2 allows. `malformed` for another
    /// form or size, `invalid_key` for coordinates that are not on the curve.
    [[nodiscard]] Result<EcPoint> decode(ByteView octets) const;

    /// A private key, from 1 to n - 1, as many octets as n: `order().random_number(random)`.
    [[nodiscard]] Result<SecretBytes> random_scalar(Random& random) const;

  private:
    friend class EcPoint;
    struct State;
    std::shared_ptr<const State> state_;
};

/// A point other than the one at infinity. Immutable; copies share it.
class EcPoint {
  public:
    /// `04 | x | y`.
    [[nodiscard]] Bytes encode() const;
    /// The x coordinate, of fixed width: the shared secret where the point is one.
    [[nodiscard]] SecretBytes x() const;

    /// This point times a scalar of up to 1,024 bits, in a time that does not depend on it. `invalid_key` if the result
    /// is at infinity, i.e. the scalar a multiple of the order.
    [[nodiscard]] Result<EcPoint> multiply(ByteView scalar) const;

    /// The sum. `invalid_key` if it is at infinity, `invalid_argument` for points of two curves.
    [[nodiscard]] Result<EcPoint> add(const EcPoint& other) const;

    [[nodiscard]] bool operator==(const EcPoint& other) const;

  private:
    friend class EcGroup;
    struct State;
    explicit EcPoint(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

}  // namespace fivestar::crypto
