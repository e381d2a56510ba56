// SPDX-License-Identifier: Apache-2.0
#include "sim/chip/pseudo_random.hpp"

#include <array>
#include <utility>

namespace fivestar::sim {
namespace {

using Constant = std::array<std::uint8_t, 32>;

constexpr std::array<std::uint8_t, 16> c0_short{0xA6, 0x68, 0x89, 0x2A, 0x7C, 0x41, 0xE3, 0xCA,
                                                0x73, 0x9F, 0x40, 0xB0, 0x57, 0xD8, 0x59, 0x04};
constexpr std::array<std::uint8_t, 16> c1_short{0xA4, 0xE1, 0x36, 0xAC, 0x72, 0x5F, 0x73, 0x8B,
                                                0x01, 0xC1, 0xF6, 0x02, 0x17, 0xC1, 0x88, 0xAD};
constexpr Constant c0_long{0xD4, 0x63, 0xD6, 0x52, 0x34, 0x12, 0x4E, 0xF7, 0x89, 0x70, 0x54,
                           0x98, 0x6D, 0xCA, 0x0A, 0x17, 0x4E, 0x28, 0xDF, 0x75, 0x8C, 0xBA,
                           0xA0, 0x3F, 0x24, 0x06, 0x16, 0x41, 0x4D, 0x5A, 0x16, 0x76};
constexpr Constant c1_long{0x54, 0xBD, 0x72, 0x55, 0xF0, 0xAA, 0xF8, 0x31, 0xBE, 0xC3, 0x42,
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

}  // namespace fivestar::sim
