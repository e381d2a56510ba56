// Diffie-Hellman in a subgroup of the integers modulo a prime (RFC 2631, ICAO Doc 9303-11 §9.6). Values are octets,
// most significant first, as many as the prime has.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/random.hpp"
#include "crypto/base/zeroized.hpp"
#include "crypto/groups/modulus.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::crypto {

/// The groups of RFC 5114 §2.1 to §2.3: bits of the prime, bits of the subgroup's order.
enum class StandardDhGroup : std::uint8_t { modp_1024_160, modp_2048_224, modp_2048_256 };

inline constexpr std::size_t min_dh_bits = 1024;
inline constexpr std::size_t min_dh_order_bits = 160;

/// Immutable; copies share the numbers. May be used from several threads.
class DhGroup {
  public:
    /// Cannot fail short of exhausted memory, which throws.
    explicit DhGroup(StandardDhGroup group);

    /// From numbers that a chip's signed key spells out. `order` is the prime order of the generator, empty if unknown;
    /// where prime and generator are a standard group's, its order is known anyway. `invalid_key` for a prime that is
    /// even or has not `min_dh_bits` to `max_arithmetic_bits`, a generator that is not from 2 to prime - 2, or an
    /// order that is shorter than `min_dh_order_bits` or not the generator's. Primality is not tested: who signs such a
    /// group vouches for it.
    static Result<DhGroup> from_numbers(ByteView prime, ByteView generator, ByteView order);

    [[nodiscard]] Modulus prime() const { return prime_; }
    [[nodiscard]] Bytes generator() const { return generator_; }
    [[nodiscard]] std::optional<Modulus> order() const { return order_; }
    /// (prime - 1) / order; nullopt where the order is unknown.
    [[nodiscard]] std::optional<Bytes> cofactor() const;
    /// Which standard group this is, if any.
    [[nodiscard]] std::optional<StandardDhGroup> standard() const { return standard_; }
    /// Octets of a value.
    [[nodiscard]] std::size_t size() const { return prime_.size(); }

    /// `malformed` unless the value has `size()` octets; `invalid_key` unless it is from 2 to prime - 2 and, where the
    /// order is known, in the subgroup (RFC 2631 §2.1.5): what is not would tell residues of our exponent. Where the
    /// order is unknown and the generator is a quadratic residue, the value must be one, too: of a safe prime the
    /// residues are the whole subgroup. Of other primes the small factors of prime - 1 remain, which nobody has told.
    [[nodiscard]] Result<void> check_public_value(ByteView value) const;

    /// A private key: from 1 to order - 1, or to prime - 1 where the order is unknown (`Modulus::random_number`).
    [[nodiscard]] Result<SecretBytes> random_exponent(Random& random) const;

    /// `base ^ exponent`, in a time that does not depend on the exponent. `invalid_key` if the result is 1 or 0.
    [[nodiscard]] Result<SecretBytes> power(ByteView base, ByteView exponent) const;

  private:
    DhGroup(Modulus prime, Bytes generator, std::optional<Modulus> order)
        : prime_(std::move(prime)), generator_(std::move(generator)), order_(std::move(order)) {}
    Modulus prime_;
    Bytes generator_;
    std::optional<Modulus> order_;
    std::optional<StandardDhGroup> standard_ = {};
    bool residues_ = false;  ///< the order is unknown, and every power of the generator is a quadratic residue
};

}  // namespace fivestar::crypto
