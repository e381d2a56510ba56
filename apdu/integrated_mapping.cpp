// SPDX-License-Identifier: Apache-2.0
#include "apdu/integrated_mapping.hpp"

#include <array>
#include <optional>
#include <utility>

namespace fivestar::apdu {
namespace {

using crypto::BlockCipher;

using ShortConstant = std::array<std::uint8_t, 16>;
using LongConstant = std::array<std::uint8_t, 32>;
// c0 and c1 of §4.4.3.3.2.
constexpr ShortConstant short_c0{0xA6, 0x68, 0x89, 0x2A, 0x7C, 0x41, 0xE3, 0xCA,
                                 0x73, 0x9F, 0x40, 0xB0, 0x57, 0xD8, 0x59, 0x04};
constexpr ShortConstant short_c1{0xA4, 0xE1, 0x36, 0xAC, 0x72, 0x5F, 0x73, 0x8B,
                                 0x01, 0xC1, 0xF6, 0x02, 0x17, 0xC1, 0x88, 0xAD};
constexpr LongConstant long_c0{0xD4, 0x63, 0xD6, 0x52, 0x34, 0x12, 0x4E, 0xF7, 0x89, 0x70, 0x54,
                               0x98, 0x6D, 0xCA, 0x0A, 0x17, 0x4E, 0x28, 0xDF, 0x75, 0x8C, 0xBA,
                               0xA0, 0x3F, 0x24, 0x06, 0x16, 0x41, 0x4D, 0x5A, 0x16, 0x76};
constexpr LongConstant long_c1{0x54, 0xBD, 0x72, 0x55, 0xF0, 0xAA, 0xF8, 0x31, 0xBE, 0xC3, 0x42,
                               0x3F, 0xCF, 0x39, 0xD6, 0x9B, 0x6C, 0xBF, 0x06, 0x66, 0x77, 0xD0,
                               0xFA, 0xAE, 0x5A, 0xAD, 0xD9, 0x9D, 0xF8, 0xE5, 0x35, 0x17};
constexpr std::size_t surplus_bits = 64;

bool is_long(BlockCipher cipher) {
    return cipher == BlockCipher::aes_192 || cipher == BlockCipher::aes_256;
}

/// Encrypts in CBC mode with a zero IV under the leading octets of `key`.
Result<SecretBytes> encrypt(BlockCipher cipher, ByteView key, ByteView plain) {
    auto cbc = crypto::CbcCipher::create(cipher, key.first(crypto::key_size(cipher)));
    if (!cbc) return std::unexpected{cbc.error()};
    SecretBytes out(plain.size());
    const Bytes zeros(crypto::block_size(cipher));
    if (const auto done = cbc->encrypt(zeros, plain, {out.data(), out.size()}); !done) {
        return std::unexpected{done.error()};
    }
    return out;
}

/// Computes modulo a prime and keeps the first error, so that the code follows the formulas.
class Field {
  public:
    explicit Field(crypto::Modulus prime) : prime_(std::move(prime)) {}

    SecretBytes add(ByteView a, ByteView b) { return keep(prime_.add(a, b)); }
    SecretBytes multiply(ByteView a, ByteView b) { return keep(prime_.multiply(a, b)); }
    SecretBytes square(ByteView a) { return multiply(a, a); }
    SecretBytes negative(ByteView a) { return keep(prime_.subtract({}, a)); }
    SecretBytes inverse(ByteView a) { return keep(prime_.inverse_of_prime(a)); }
    SecretBytes power(ByteView a, ByteView exponent) { return keep(prime_.power(a, exponent)); }
    [[nodiscard]] SecretBytes one() const {
        SecretBytes one(prime_.size());
        one[one.size() - 1] = 1;
        return one;
    }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  private:
    SecretBytes keep(Result<SecretBytes> result) {
        if (result) return std::move(*result);
        if (!error_) error_ = result.error();
        return SecretBytes(prime_.size());
    }

    crypto::Modulus prime_;
    std::optional<Error> error_;
};

/// Returns 0xFF if both are equal, else 0.
std::uint8_t equality_mask(ByteView a, ByteView b) {
    unsigned difference = 0;
    for (std::size_t at = 0; at < a.size(); ++at) difference |= static_cast<unsigned>(a[at] ^ b[at]);
    return static_cast<std::uint8_t>((difference - 1U) >> 8);
}

/// Returns `yes` for a mask of 0xFF, `no` for a mask of 0.
SecretBytes choose(std::uint8_t mask, ByteView yes, ByteView no) {
    SecretBytes chosen(yes.size());
    for (std::size_t at = 0; at < yes.size(); ++at) {
        chosen[at] = static_cast<std::uint8_t>((yes[at] & mask) | (no[at] & ~mask));
    }
    return chosen;
}

Bytes quarter(Bytes number) {
    unsigned carry = 0;
    for (std::uint8_t& octet : number) {
        const unsigned whole = carry << 8 | octet;
        octet = static_cast<std::uint8_t>(whole >> 2);
        carry = whole & 3U;
    }
    return number;
}

}  // namespace

std::size_t chip_nonce_size(BlockCipher cipher) {
    return is_long(cipher) ? long_c0.size() : short_c0.size();
}

std::size_t terminal_nonce_size(BlockCipher cipher) {
    return crypto::key_size(cipher);
}

Result<SecretBytes> pseudo_random_number(ByteView chip_nonce, ByteView terminal_nonce, BlockCipher cipher,
                                         const crypto::Modulus& prime) {
    if (chip_nonce.size() != chip_nonce_size(cipher) || terminal_nonce.size() != terminal_nonce_size(cipher)) {
        return fail(ErrorCode::invalid_argument);
    }
    const ByteView c0 = is_long(cipher) ? ByteView{long_c0} : ByteView{short_c0};
    const ByteView c1 = is_long(cipher) ? ByteView{long_c1} : ByteView{short_c1};
    auto key = encrypt(cipher, terminal_nonce, chip_nonce);
    SecretBytes number;
    while (number.size() * 8 < prime.bits() + surplus_bits) {
        if (!key) return key;
        const auto part = encrypt(cipher, *key, c1);
        if (!part) return std::unexpected{part.error()};
        number.append(*part);
        key = encrypt(cipher, *key, c0);
    }
    return prime.reduce(number);
}

Result<crypto::EcPoint> point_of_number(const crypto::EcGroup& curve, ByteView number) {
    const crypto::Modulus prime = curve.prime();
    if ((prime.octets().back() & 3U) != 3U) return fail(ErrorCode::unsupported);
    const Bytes a = curve.a();
    const Bytes b = curve.b();
    Field field{prime};
    const SecretBytes one = field.one();
    const auto right_side = [&](ByteView x) { return field.add(field.multiply(x, field.add(field.square(x), a)), b); };

    // alpha = -t^2;  X2 = -b/a (1 + 1/(alpha + alpha^2));  X3 = alpha X2
    const SecretBytes alpha = field.negative(field.square(number));
    const SecretBytes sum = field.add(alpha, field.square(alpha));
    const SecretBytes x2 =
        field.multiply(field.negative(field.multiply(b, field.inverse(a))), field.add(one, field.inverse(sum)));
    const SecretBytes x3 = field.multiply(alpha, x2);
    // h2 = X2^3 + a X2 + b;  U = t^3 h2;  A = h2^(p - 1 - (p + 1)/4)
    const SecretBytes h2 = right_side(x2);
    const SecretBytes u = field.multiply(field.multiply(field.square(number), number), h2);
    // With w = h2^((p - 3)/4), w^2 h2 is 1 where h2 is a square and -1 where it is none, and A is w^3 h2.
    const SecretBytes w = field.power(h2, quarter(prime.octets()));
    const SecretBytes is_square = field.multiply(field.square(w), h2);
    const SecretBytes root = field.multiply(w, is_square);
    const std::uint8_t mask = equality_mask(is_square, one);
    const SecretBytes x = choose(mask, x2, x3);
    const SecretBytes y = field.multiply(root, choose(mask, h2, u));
    if (field.error()) return fail(ErrorCode::invalid_key);

    SecretBytes encoded;
    encoded.push_back(0x04);
    encoded.append(x);
    encoded.append(y);
    return curve.decode(encoded);
}

Result<SecretBytes> element_of_number(const crypto::DhGroup& group, ByteView number) {
    const auto cofactor = group.cofactor();
    if (!cofactor) return fail(ErrorCode::unsupported);
    return group.power(number, *cofactor);
}

}  // namespace fivestar::apdu
