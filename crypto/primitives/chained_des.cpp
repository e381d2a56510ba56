#include "crypto/primitives/chained_des.hpp"

#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/des_block.hpp"
#include "crypto/primitives/des_tables.hpp"

#include <algorithm>
#include <bit>

namespace fivestar::crypto {
namespace {

using Half = std::uint32_t;
using Expanded = ChainedDes::Expanded;
using Inner = ChainedDes::Inner;

constexpr unsigned half_bits = 32;
constexpr unsigned octet_bits = 8;
constexpr std::size_t box_count = des::substitutions.size();
constexpr std::size_t inputs = 64;  // of an S-box
constexpr Half six_bits = 0x3F3F3F3F;

/// The octet of an expanded half that goes to an S-box, from the lowest. The halves are turned left by one, so that
/// what goes to every other S-box lies in octets already.
constexpr std::size_t place_of(std::size_t box) {
    return 3 - box / 2 + (box % 2 == 0 ? 4 : 0);
}

/// E, of a half that is turned left by one.
constexpr Expanded expanded(Half half) {
    return Expanded{std::rotr(half, 4) & six_bits} << half_bits | (half & six_bits);
}

/// Takes E back.
constexpr Half contracted(Expanded bits) {
    return (static_cast<Half>(bits) & six_bits) | (std::rotl(static_cast<Half>(bits >> half_bits), 4) & ~six_bits);
}

/// What E makes of what P makes of each S-box's output, by the octet that goes to it.
struct Boxes {
    Expanded output[box_count][inputs];  // no octet holds more than six bits, so no index needs a check
};
constexpr Boxes boxes = [] {
    Boxes tables{};
    for (std::size_t box = 0; box < box_count; ++box) {
        for (std::size_t input = 0; input < inputs; ++input) {
            const Half output = des::substituted(box, input) << (28 - 4 * box);
            Half permuted = 0;
            for (const std::uint8_t from : des::permutation) permuted = permuted << 1 | (output >> (32 - from) & 1);
            tables.output[place_of(box)][input] = expanded(std::rotl(permuted, 1));
        }
    }
    return tables;
}();

template <std::size_t octet>
[[gnu::always_inline]] inline Expanded substitute(Expanded bits) {
    return boxes.output[octet][bits >> (octet_bits * octet) & 0xFFU];
}

/// E(P(S(bits))).
[[gnu::always_inline]] inline Expanded function(Expanded bits) {
    return ((substitute<0>(bits) ^ substitute<1>(bits)) ^ (substitute<2>(bits) ^ substitute<3>(bits))) ^
           ((substitute<4>(bits) ^ substitute<5>(bits)) ^ (substitute<6>(bits) ^ substitute<7>(bits)));
}

/// Exchanges the bits of `high` that `mask` names, `distance` up, with those of `low`.
void exchange(Half& high, Half& low, unsigned distance, Half mask) {
    const Half differing = (high >> distance ^ low) & mask;
    low ^= differing;
    high ^= differing << distance;
}

/// The initial permutation, as five exchanges; both halves then expanded.
[[gnu::always_inline]] inline Inner permuted(const std::uint8_t* octets) {
    const std::uint64_t value = des::load_block(octets);
    Half left = static_cast<Half>(value >> half_bits);
    Half right = static_cast<Half>(value);
    exchange(left, right, 4, 0x0F0F0F0F);
    exchange(left, right, 16, 0x0000FFFF);
    exchange(right, left, 2, 0x33333333);
    exchange(right, left, 8, 0x00FF00FF);
    exchange(left, right, 1, 0x55555555);
    return {expanded(std::rotl(left, 1)), expanded(std::rotl(right, 1))};
}

}  // namespace

ChainedDes::ChainedDes(ByteView key) {
    for (std::size_t round = 0; round < des::rounds; ++round) {
        for (std::size_t at = 0; at < des::round_key_bits; ++at) {
            const std::size_t from = des::key_schedule.at(round).at(at);
            const Expanded bit = Expanded{key[from / 8]} >> (7 - from % 8) & 1;
            encrypting_.at(round) |= bit << (octet_bits * place_of(at / 6) + 5 - at % 6);
        }
    }
    std::ranges::reverse_copy(encrypting_, decrypting_.begin());
}

ChainedDes::~ChainedDes() {
    zeroize(&encrypting_, sizeof encrypting_);
    zeroize(&decrypting_, sizeof decrypting_);
}

/// Sixteen rounds, and the halves exchanged.
[[gnu::always_inline]] inline Inner ChainedDes::run(Inner value, const Keys& keys) {
    auto [left, right] = value;
    for (std::size_t round = 0; round < des::rounds; round += 2) {
        left ^= function(right ^ keys[round]);
        right ^= function(left ^ keys[round + 1]);
    }
    return {right, left};
}

Inner ChainedDes::chain(ByteView blocks) const {
    Inner last;
    for (std::size_t at = 0; at < blocks.size(); at += block) {
        const Inner next = permuted(blocks.subspan(at, block).data());
        last = run({last.left ^ next.left, last.right ^ next.right}, encrypting_);
    }
    return last;
}

Inner ChainedDes::encrypt(Inner value) const {
    return run(value, encrypting_);
}

Inner ChainedDes::decrypt(Inner value) const {
    return run(value, decrypting_);
}

std::array<std::uint8_t, ChainedDes::block> ChainedDes::octets(Inner value) {
    Half left = std::rotr(contracted(value.left), 1);
    Half right = std::rotr(contracted(value.right), 1);
    exchange(left, right, 1, 0x55555555);
    exchange(right, left, 8, 0x00FF00FF);
    exchange(right, left, 2, 0x33333333);
    exchange(left, right, 16, 0x0000FFFF);
    exchange(left, right, 4, 0x0F0F0F0F);
    std::array<std::uint8_t, ChainedDes::block> whole{};
    des::store_block(std::uint64_t{left} << half_bits | right, whole.data());
    return whole;
}

}  // namespace fivestar::crypto
