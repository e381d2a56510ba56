// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/point_encoding.hpp"

#include "crypto/groups/modulus.hpp"
#include "crypto/primitives/constant_time.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace fivestar::sim {
namespace {

/// Arithmetic modulo the prime. All operands are reduced, so that only memory can fail.
class Field {
  public:
    explicit Field(crypto::Modulus prime) : prime_(std::move(prime)) {}

    [[nodiscard]] SecretBytes add(ByteView left, ByteView right) const { return sure(prime_.add(left, right)); }
    [[nodiscard]] SecretBytes negative(ByteView number) const { return sure(prime_.subtract({}, number)); }
    [[nodiscard]] SecretBytes times(ByteView left, ByteView right) const { return sure(prime_.multiply(left, right)); }
    [[nodiscard]] SecretBytes square(ByteView number) const { return times(number, number); }
    [[nodiscard]] SecretBytes cube(ByteView number) const { return times(square(number), number); }
    [[nodiscard]] SecretBytes power(ByteView number, ByteView exponent) const {
        return sure(prime_.power(number, exponent));
    }
    [[nodiscard]] Result<SecretBytes> inverse(ByteView number) const { return prime_.inverse_of_prime(number); }

  private:
    static SecretBytes sure(Result<SecretBytes> result) {
        if (!result) throw std::logic_error{"a number that is not reduced"};
        return std::move(*result);
    }
    crypto::Modulus prime_;
};

/// p - 1 - (p+1)/4 for a prime p = 4m + 3: 3m + 1, where m is p shifted right by two bits.
Bytes root_exponent(ByteView prime) {
    Bytes quarter(prime.size());
    std::uint8_t above = 0;
    for (std::size_t at = 0; at < prime.size(); ++at) {
        quarter[at] = static_cast<std::uint8_t>(above << 6 | prime[at] >> 2);
        above = prime[at];
    }
    Bytes exponent(prime.size());
    unsigned carry = 1;
    for (std::size_t at = prime.size(); at-- > 0;) {
        carry += 3U * quarter[at];
        exponent[at] = static_cast<std::uint8_t>(carry);
        carry >>= 8U;
    }
    return exponent;
}

}  // namespace

Result<Bytes> encode_point(const crypto::EcGroup& curve, ByteView number) {
    const Bytes prime = curve.prime().octets();
    if ((prime.back() & 0x03U) != 0x03U) return fail(ErrorCode::unsupported);
    const Field field{curve.prime()};
    const Bytes a = curve.a();
    const Bytes b = curve.b();
    constexpr std::array<std::uint8_t, 1> one{1};
    const auto curve_value = [&](ByteView x) { return field.add(field.add(field.cube(x), field.times(a, x)), b); };

    // Names as in Appendix B.2.
    const SecretBytes alpha = field.negative(field.square(number));
    const auto inverse_sum = field.inverse(field.add(alpha, field.square(alpha)));
    const auto inverse_a = field.inverse(a);
    // Zero has no inverse. Only three of p numbers lead here.
    if (!inverse_sum || !inverse_a) return fail(ErrorCode::invalid_argument);
    const SecretBytes x2 = field.times(field.negative(field.times(b, *inverse_a)), field.add(one, *inverse_sum));
    const SecretBytes x3 = field.times(alpha, x2);
    const SecretBytes h2 = curve_value(x2);
    const SecretBytes u = field.times(field.cube(number), h2);
    const SecretBytes root = field.power(h2, root_exponent(prime));
    const SecretBytes test = field.times(field.square(root), h2);
    Bytes unit(test.size());
    unit.back() = 1;
    const bool second = crypto::constant_time_equal(test, unit);

    Bytes point{0x04};
    append(point, second ? x2 : x3);
    append(point, field.times(root, second ? h2 : u));
    return point;
}

}  // namespace fivestar::sim
