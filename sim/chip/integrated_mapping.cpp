// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/integrated_mapping.hpp"

#include "crypto/primitives/constant_time.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace fivestar::sim {
namespace {

constexpr std::array<std::uint8_t, 16> c0_short{0xA6, 0x68, 0x89, 0x2A, 0x7C, 0x41, 0xE3, 0xCA,
                                                0x73, 0x9F, 0x40, 0xB0, 0x57, 0xD8, 0x59, 0x04};
constexpr std::array<std::uint8_t, 16> c1_short{0xA4, 0xE1, 0x36, 0xAC, 0x72, 0x5F, 0x73, 0x8B,
                                                0x01, 0xC1, 0xF6, 0x02, 0x17, 0xC1, 0x88, 0xAD};
constexpr std::array<std::uint8_t, 32> c0_long{0xD4, 0x63, 0xD6, 0x52, 0x34, 0x12, 0x4E, 0xF7, 0x89, 0x70, 0x54,
                                               0x98, 0x6D, 0xCA, 0x0A, 0x17, 0x4E, 0x28, 0xDF, 0x75, 0x8C, 0xBA,
                                               0xA0, 0x3F, 0x24, 0x06, 0x16, 0x41, 0x4D, 0x5A, 0x16, 0x76};
constexpr std::array<std::uint8_t, 32> c1_long{0x54, 0xBD, 0x72, 0x55, 0xF0, 0xAA, 0xF8, 0x31, 0xBE, 0xC3, 0x42,
                                               0x3F, 0xCF, 0x39, 0xD6, 0x9B, 0x6C, 0xBF, 0x06, 0x66, 0x77, 0xD0,
                                               0xFA, 0xAE, 0x5A, 0xAD, 0xD9, 0x9D, 0xF8, 0xE5, 0x35, 0x17};

/// CBC with a zero IV. The key is the leading octets of `key`.
Result<SecretBytes> encrypt(crypto::BlockCipher cipher, ByteView key, ByteView plain) {
    auto engine = crypto::CbcCipher::create(cipher, key.first(crypto::key_size(cipher)));
    if (!engine) return std::unexpected{engine.error()};
    const Bytes zeros(crypto::block_size(cipher));
    SecretBytes out(plain.size());
    const auto done = engine->encrypt(zeros, plain, out);
    if (!done) return std::unexpected{done.error()};
    return out;
}

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

std::size_t integrated_nonce_size(crypto::BlockCipher cipher) {
    return crypto::key_size(cipher) > 16 ? 32 : 16;
}

Result<SecretBytes> pseudo_random_number(crypto::BlockCipher cipher, ByteView s, ByteView t,
                                         const crypto::Modulus& prime) {
    constexpr std::size_t surplus_bits = 64;
    const std::size_t size = integrated_nonce_size(cipher);
    if (s.size() != size || t.size() != crypto::key_size(cipher)) return fail(ErrorCode::invalid_key);
    const ByteView c0 = size == 16 ? ByteView{c0_short} : ByteView{c0_long};
    const ByteView c1 = size == 16 ? ByteView{c1_short} : ByteView{c1_long};
    auto key = encrypt(cipher, t, s);
    SecretBytes number;
    while (8 * number.size() < prime.bits() + surplus_bits) {
        if (!key) return key;
        const auto part = encrypt(cipher, *key, c1);
        if (!part) return std::unexpected{part.error()};
        number.append(*part);
        key = encrypt(cipher, *key, c0);
    }
    return prime.reduce(number);
}

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
