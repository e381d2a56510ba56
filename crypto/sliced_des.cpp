#include "crypto/sliced_des.hpp"

#include "crypto/base/cleansed.hpp"
#include "crypto/des_tables.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace fivestar::crypto {
namespace {

using Lanes = SlicedTripleDes::Lanes;
using Octet = std::uint8_t;

constexpr std::size_t lanes = 128;
constexpr std::size_t bits = 64;  // of a block
constexpr std::size_t half = 32;  // of them

/// Where the initial permutation takes its bit `at` from: the even columns of the 8 by 8 bits, from below, then the
/// odd.
constexpr std::size_t initial_permutation(std::size_t at) {
    const std::size_t column = at / 8 < 4 ? 2 * (at / 8) + 1 : 2 * (at / 8 - 4);
    return (7 - at % 8) * 8 + column;
}

/// The values of output bit `bit`, 0 the highest, of an S-box: that for input x at bit x, the first input highest in x.
constexpr std::uint64_t truth_table(std::size_t box, std::size_t bit) {
    std::uint64_t truth = 0;
    for (std::size_t input = 0; input < 64; ++input) {
        const std::uint64_t value = des::substituted(box, input);
        truth |= (value >> (3 - bit) & 1) << input;
    }
    return truth;
}

constexpr std::uint64_t all_of(std::size_t inputs) {
    return inputs == 6 ? ~std::uint64_t{0} : (std::uint64_t{1} << (std::size_t{1} << inputs)) - 1;
}

/// A function of the last `inputs` of six, by its truth table, as XOR and AND: f = f0 ^ x (f0 ^ f1). What several
/// outputs have in common, the compiler computes once.
template <std::uint64_t truth, std::size_t inputs>
[[gnu::always_inline]] inline Lanes logic(const Lanes* in) {
    if constexpr (truth == 0) {
        return Lanes{};
    } else if constexpr (truth == all_of(inputs)) {
        return ~Lanes{};
    } else {
        constexpr std::size_t rest = inputs - 1;
        constexpr std::uint64_t without = truth & all_of(rest);
        constexpr std::uint64_t difference = without ^ (truth >> (std::size_t{1} << rest));
        const Lanes input = in[6 - inputs];
        if constexpr (difference == 0) {
            return logic<without, rest>(in);
        } else {
            return logic<without, rest>(in) ^ (input & logic<difference, rest>(in));
        }
    }
}

/// Where P puts each output of the S-boxes, from 0.
constexpr std::array<Octet, half> permuted = [] {
    std::array<Octet, half> places{};
    for (std::size_t to = 0; to < half; ++to) {
        places.at(des::permutation.at(to) - std::size_t{1}) = static_cast<Octet>(to);
    }
    return places;
}();

/// left ^= P(S(E(right) ^ key)), as far as one S-box goes.
template <std::size_t box>
[[gnu::always_inline]] inline void substitute(Lanes* left, const Lanes* right, const Lanes* key,
                                              const des::RoundKey& chosen) {
    const auto input = [&](std::size_t at) {
        return right[(4 * box + at + half - 1) % half] ^ key[chosen[6 * box + at]];
    };
    const Lanes in[6]{input(0), input(1), input(2), input(3), input(4), input(5)};
    left[permuted[4 * box + 0]] ^= logic<truth_table(box, 0), 6>(in);
    left[permuted[4 * box + 1]] ^= logic<truth_table(box, 1), 6>(in);
    left[permuted[4 * box + 2]] ^= logic<truth_table(box, 2), 6>(in);
    left[permuted[4 * box + 3]] ^= logic<truth_table(box, 3), 6>(in);
}

void one_round(Lanes* left, const Lanes* right, const Lanes* key, const des::RoundKey& chosen) {
    [&]<std::size_t... box>(std::index_sequence<box...>) {
        (substitute<box>(left, right, key, chosen), ...);
    }(std::make_index_sequence<8>{});
}

enum class Direction : Octet { encrypt, decrypt };

/// DES without its initial and final permutation. The halves stay where they are; swapped is what they are called.
void all_rounds(Lanes*& left, Lanes*& right, const Lanes* key, Direction direction) {
    for (std::size_t round = 0; round < des::rounds; ++round) {
        one_round(left, right, key,
                  des::key_schedule[direction == Direction::encrypt ? round : des::rounds - 1 - round]);
        std::swap(left, right);
    }
    std::swap(left, right);  // none after the last round
}

/// 64 rows of 64 bits, in both words of the lanes: columns become rows. Done twice it is undone.
void transpose(std::array<Lanes, bits>& rows) {
    std::uint64_t mask = 0x00000000FFFFFFFF;
    for (std::size_t distance = half; distance != 0; distance /= 2, mask ^= mask << distance) {
        for (std::size_t row = 0; row < bits; row = (row + distance + 1) & ~distance) {
            const Lanes moved = (rows[row] ^ (rows[row + distance] >> distance)) & mask;
            rows[row] ^= moved;
            rows[row + distance] ^= moved << distance;
        }
    }
}

std::uint64_t load(const Octet* from) {
    std::uint64_t value = 0;
    std::memcpy(&value, from, sizeof value);
    return std::endian::native == std::endian::little ? __builtin_bswap64(value) : value;
}

void store(std::uint64_t value, Octet* to) {
    if (std::endian::native == std::endian::little) value = __builtin_bswap64(value);
    std::memcpy(to, &value, sizeof value);
}

}  // namespace

SlicedTripleDes::SlicedTripleDes(ByteView key) {
    const auto spread = [](ByteView octets, Key& lanes_of) {
        for (std::size_t at = 0; at < bits; ++at) {
            const std::uint64_t bit = octets[at / 8] >> (7 - at % 8) & 1U;
            lanes_of[at] = Lanes{} - bit;
        }
    };
    spread(key.first(block), first_);
    spread(key.last(block), second_);
}

SlicedTripleDes::~SlicedTripleDes() {
    cleanse(&first_, sizeof first_);
    cleanse(&second_, sizeof second_);
}

void SlicedTripleDes::decrypt(ByteView iv, ByteView in, MutableByteView out) const {
    std::array<Lanes, bits> rows;
    std::array<Lanes, bits> state;
    std::uint64_t previous = load(iv.data());
    for (std::size_t done = 0; done < in.size(); done += lanes * block) {
        const std::size_t count = std::min(lanes, (in.size() - done) / block);
        rows.fill(Lanes{});
        for (std::size_t at = 0; at < count; ++at) rows[at % bits][at / bits] = load(&in[done + at * block]);
        transpose(rows);
        for (std::size_t at = 0; at < bits; ++at) state[at] = rows[initial_permutation(at)];
        Lanes* left = state.data();
        Lanes* right = left + half;
        all_rounds(left, right, first_.data(), Direction::decrypt);
        all_rounds(left, right, second_.data(), Direction::encrypt);
        all_rounds(left, right, first_.data(), Direction::decrypt);
        for (std::size_t at = 0; at < bits; ++at) {
            rows[initial_permutation(at)] = at < half ? left[at] : right[at - half];
        }
        transpose(rows);
        for (std::size_t at = 0; at < count; ++at) {
            store(rows[at % bits][at / bits] ^ previous, &out[done + at * block]);
            previous = load(&in[done + at * block]);
        }
    }
    cleanse(&rows, sizeof rows);
    cleanse(&state, sizeof state);
}

}  // namespace fivestar::crypto
