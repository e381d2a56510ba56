// Arithmetic modulo an odd number, on octets: most significant first, always as many as the modulus has. For key
// agreement by Diffie-Hellman and for mapping numbers to points (ICAO Doc 9303-11 §4.4.3.3, Appendix B).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"

#include <cstddef>
#include <memory>

namespace fivestar::crypto {

inline constexpr std::size_t max_arithmetic_bits = 8192;

/// Immutable; copies share the modulus. May be used from several threads. Numbers may be secret: no path depends on
/// their value, and what this leaves in memory is zeroized.
class Modulus {
  public:
    /// `invalid_argument` for an even number, one below 3 or past `max_arithmetic_bits`. Leading zeros do not count.
    static Result<Modulus> create(ByteView modulus);

    /// Octets of the modulus, and of every number below.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t bits() const;
    [[nodiscard]] Bytes octets() const;

    /// A number of up to twice `max_arithmetic_bits`, reduced.
    [[nodiscard]] Result<SecretBytes> reduce(ByteView number) const;

    // Below, numbers are less than the modulus; leading zeros may be more or fewer. `invalid_argument` otherwise.
    [[nodiscard]] Result<SecretBytes> add(ByteView left, ByteView right) const;
    [[nodiscard]] Result<SecretBytes> subtract(ByteView left, ByteView right) const;
    [[nodiscard]] Result<SecretBytes> multiply(ByteView left, ByteView right) const;
    /// The exponent may have up to `max_arithmetic_bits`.
    [[nodiscard]] Result<SecretBytes> power(ByteView base, ByteView exponent) const;
    /// The inverse, of a modulus that is prime (by Fermat). `invalid_argument` for zero.
    [[nodiscard]] Result<SecretBytes> inverse_of_prime(ByteView number) const;

    /// Uniform from 1 to the modulus - 1. Takes `size()` octets from `random`, and as many again for each number that
    /// is out of range; `crypto_failure` after 128 of those, which only a broken source explains.
    [[nodiscard]] Result<SecretBytes> random_number(Random& random) const;

  private:
    struct State;
    explicit Modulus(std::shared_ptr<const State> state);
    std::shared_ptr<const State> state_;
};

}  // namespace fivestar::crypto
