#include "crypto/chained_des.hpp"

#include "crypto/base/cleansed.hpp"
#include "crypto/des_tables.hpp"

#include <algorithm>
#include <bit>

namespace fivestar::crypto {
namespace {

using Half = std::uint32_t;

constexpr std::size_t octet_values = 256;
constexpr unsigned half_bits = 32;

/// What P makes of each S-box's output, turned left by one as the halves are: so the six bits that an S-box takes lie
/// in one octet. Whatever the other two bits of that octet are.
constexpr std::array<std::array<Half, octet_values>, 8> boxes = [] {
    std::array<std::array<Half, octet_values>, 8> tables{};
    for (std::size_t box = 0; box < tables.size(); ++box) {
        for (std::size_t octet = 0; octet < octet_values; ++octet) {
            const Half output = des::substituted(box, octet & 0x3FU) << (28 - 4 * box);
            Half permuted = 0;
            for (const std::uint8_t from : des::permutation) permuted = permuted << 1 | (output >> (32 - from) & 1);
            tables.at(box).at(octet) = std::rotl(permuted, 1);
        }
    }
    return tables;
}();

/// `octet` counts from the lowest.
template <std::size_t box, std::size_t octet>
[[gnu::always_inline]] inline Half substitute(Half bits) {
    return boxes[box][bits >> (8 * octet) & 0xFFU];
}

/// P(S(E(half) ^ key)), turned.
[[gnu::always_inline]] inline Half function(Half half, Half even_key, Half odd_key) {
    const Half even = half ^ even_key;
    const Half odd = std::rotr(half, 4) ^ odd_key;
    return ((substitute<7, 0>(even) ^ substitute<5, 1>(even)) ^ (substitute<3, 2>(even) ^ substitute<1, 3>(even))) ^
           ((substitute<6, 0>(odd) ^ substitute<4, 1>(odd)) ^ (substitute<2, 2>(odd) ^ substitute<0, 3>(odd)));
}

/// Exchanges the bits of `high` that `mask` names, `distance` up, with those of `low`.
void exchange(Half& high, Half& low, unsigned distance, Half mask) {
    const Half differing = (high >> distance ^ low) & mask;
    low ^= differing;
    high ^= differing << distance;
}

std::uint64_t joined(Half high, Half low) {
    return std::uint64_t{high} << half_bits | low;
}

/// The initial permutation, as five exchanges; both halves then turned left by one.
[[gnu::always_inline]] inline std::uint64_t permuted(const std::uint8_t* octets) {
    std::uint64_t value = 0;
    for (std::size_t at = 0; at < ChainedDes::block; ++at) value = value << 8 | octets[at];
    Half left = static_cast<Half>(value >> half_bits);
    Half right = static_cast<Half>(value);
    exchange(left, right, 4, 0x0F0F0F0F);
    exchange(left, right, 16, 0x0000FFFF);
    exchange(right, left, 2, 0x33333333);
    exchange(right, left, 8, 0x00FF00FF);
    exchange(left, right, 1, 0x55555555);
    return joined(std::rotl(left, 1), std::rotl(right, 1));
}

}  // namespace

ChainedDes::ChainedDes(ByteView key) {
    for (std::size_t round = 0; round < des::rounds; ++round) {
        RoundKey& parts = encrypting_.at(round);
        for (std::size_t at = 0; at < des::round_key_bits; ++at) {
            const std::size_t from = des::key_schedule.at(round).at(at);
            const Half bit = key[from / 8] >> (7 - from % 8) & 1U;
            const std::size_t box = at / 6;
            const std::size_t place = 8 * (3 - box / 2) + 5 - at % 6;
            (box % 2 == 0 ? parts.odd : parts.even) |= bit << place;
        }
    }
    std::ranges::reverse_copy(encrypting_, decrypting_.begin());
}

ChainedDes::~ChainedDes() {
    cleanse(&encrypting_, sizeof encrypting_);
    cleanse(&decrypting_, sizeof decrypting_);
}

/// Sixteen rounds, and the halves exchanged.
[[gnu::always_inline]] inline ChainedDes::Inner ChainedDes::run(Inner value, const Keys& keys) {
    Half left = static_cast<Half>(value >> half_bits);
    Half right = static_cast<Half>(value);
    for (std::size_t round = 0; round < des::rounds; round += 2) {
        left ^= function(right, keys[round].even, keys[round].odd);
        right ^= function(left, keys[round + 1].even, keys[round + 1].odd);
    }
    return joined(right, left);
}

ChainedDes::Inner ChainedDes::chain(ByteView blocks) const {
    Inner last = 0;
    for (std::size_t at = 0; at < blocks.size(); at += block) {
        last = run(last ^ permuted(blocks.subspan(at, block).data()), encrypting_);
    }
    return last;
}

ChainedDes::Inner ChainedDes::encrypt(Inner value) const {
    return run(value, encrypting_);
}

ChainedDes::Inner ChainedDes::decrypt(Inner value) const {
    return run(value, decrypting_);
}

std::array<std::uint8_t, ChainedDes::block> ChainedDes::octets(Inner value) {
    Half left = std::rotr(static_cast<Half>(value >> half_bits), 1);
    Half right = std::rotr(static_cast<Half>(value), 1);
    exchange(left, right, 1, 0x55555555);
    exchange(right, left, 8, 0x00FF00FF);
    exchange(right, left, 2, 0x33333333);
    exchange(left, right, 16, 0x0000FFFF);
    exchange(left, right, 4, 0x0F0F0F0F);
    std::array<std::uint8_t, ChainedDes::block> whole{};
    for (std::size_t at = 0; at < whole.size(); ++at) {
        const Half half = at < whole.size() / 2 ? left : right;
        whole.at(at) = static_cast<std::uint8_t>(half >> (24 - 8 * (at % 4)));
    }
    return whole;
}

}  // namespace fivestar::crypto
