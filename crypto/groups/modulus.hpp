// SPDX-License-Identifier: Apache-2.0
// Arithmetic modulo an odd number, for Diffie-Hellman and for mapping numbers to points (ICAO Doc 9303-11 §4.4.3.3,
// Appendix B). Numbers have as many octets as the modulus, most significant first.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <memory>

namespace fivestar::crypto {

inline constexpr std::size_t max_arithmetic_bits = 8192;

/// Immutable; copies share the modulus. May be used from several threads. Numbers may be secret: operations take
/// constant time and zeroize their memory.
class Modulus {
  public:
    /// `invalid_argument` for an even number, one below 3 or one past `max_arithmetic_bits`. Leading zeros are ignored.
    static Result<Modulus> create(ByteView modulus);

    /// Returns the octets of the modulus, and of every result.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t bits() const;
    [[nodiscard]] Bytes octets() const;

    /// Reduces a number of up to twice `max_arithmetic_bits`.
    [[nodiscard]] Result<SecretBytes> reduce(ByteView number) const;

    // The arguments of the following must be less than the modulus, with any number of leading zeros; otherwise
    // `invalid_argument`.
    [[nodiscard]] Result<SecretBytes> add(ByteView left, ByteView right) const;
    [[nodiscard]] Result<SecretBytes> subtract(ByteView left, ByteView right) const;
    [[nodiscard]] Result<SecretBytes> multiply(ByteView left, ByteView right) const;
    /// Computes `base ^ exponent`; the exponent may have up to `max_arithmetic_bits`.
    [[nodiscard]] Result<SecretBytes> power(ByteView base, ByteView exponent) const;
    /// Computes the inverse if the modulus is prime (Fermat). `invalid_argument` for zero.
    [[nodiscard]] Result<SecretBytes> inverse_of_prime(ByteView number) const;

    /// Generates a uniform number from 1 to the modulus - 1. Takes `size()` octets from `random`, and as many again for
    /// each number that is out of range; `crypto_failure` after 128 of them, which only a broken source produces.
    [[nodiscard]] Result<SecretBytes> random_number(Random& random) const;

  private:
    struct State;
    explicit Modulus(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

}  // namespace fivestar::crypto
