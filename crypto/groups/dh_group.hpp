// SPDX-License-Identifier: Apache-2.0
// Diffie-Hellman groups: subgroups of the integers modulo a prime (RFC 2631, ICAO Doc 9303-11 §9.6). Values have as
// many octets as the prime, most significant first.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/groups/modulus.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::crypto {

/// The groups of RFC 5114 §2.1 to §2.3, named by the bits of the prime and of the subgroup's order.
enum class StandardDhGroup : std::uint8_t { modp_1024_160, modp_2048_224, modp_2048_256 };

inline constexpr std::size_t min_dh_bits = 1024;
inline constexpr std::size_t min_dh_order_bits = 160;

/// Immutable; copies share the numbers. May be used from several threads.
class DhGroup {
  public:
    /// Throws std::bad_alloc if memory is exhausted.
    explicit DhGroup(StandardDhGroup group);

    /// Makes a group from the explicit numbers of a chip's signed key. `order` is the prime order of the generator,
    /// empty if unknown; it is known anyway where prime and generator are those of a standard group. `invalid_key` for
    /// a prime that is even or outside `min_dh_bits` to `max_arithmetic_bits`, a generator outside 2 to prime - 2, or
    /// an order that is shorter than `min_dh_order_bits` or not the generator's. Primality is not tested: the signer of
    /// the group vouches for it.
    static Result<DhGroup> from_numbers(ByteView prime, ByteView generator, ByteView order);

    [[nodiscard]] Modulus prime() const { return prime_; }
    [[nodiscard]] Bytes generator() const { return generator_; }
    [[nodiscard]] std::optional<Modulus> order() const { return order_; }
    /// Returns (prime - 1) / order; nullopt if the order is unknown.
    [[nodiscard]] std::optional<Bytes> cofactor() const;
    /// Returns the standard group with the same numbers, if there is one.
    [[nodiscard]] std::optional<StandardDhGroup> standard() const { return standard_; }
    /// Returns the octets of a value.
    [[nodiscard]] std::size_t size() const { return prime_.size(); }

    /// Checks a public value: `malformed` unless it has `size()` octets; `invalid_key` unless it is from 2 to prime - 2
    /// and, if the order is known, in the subgroup (RFC 2631 §2.1.5). A value outside would reveal residues of our
    /// exponent. If the order is unknown and the generator is a quadratic residue, the value must be one too: for a
    /// safe prime the residues are the whole subgroup. For other primes, unknown small factors of prime - 1 remain
    /// unchecked.
    [[nodiscard]] Result<void> check_public_value(ByteView value) const;

    /// Generates a private key: from 1 to order - 1, or to prime - 1 if the order is unknown
    /// (`Modulus::random_number`).
    [[nodiscard]] Result<SecretBytes> random_exponent(Random& random) const;

    /// Computes `base ^ exponent` in constant time. `invalid_key` if the result is 1 or 0.
    [[nodiscard]] Result<SecretBytes> power(ByteView base, ByteView exponent) const;

  private:
    DhGroup(Modulus prime, Bytes generator, std::optional<Modulus> order)
        : prime_(std::move(prime)), generator_(std::move(generator)), order_(std::move(order)) {}
    Modulus prime_;
    Bytes generator_;
    std::optional<Modulus> order_;
    std::optional<StandardDhGroup> standard_ = {};
    bool residues_ = false;  ///< the order is unknown and the generator is a quadratic residue
};

}  // namespace fivestar::crypto
