#include "crypto/primitives/sliced_des.hpp"

#include "crypto/base/zeroized.hpp"
#include "crypto/primitives/des_block.hpp"
#include "crypto/primitives/des_tables.hpp"

#include <algorithm>
#include <utility>

// Vectors are handed over between functions that are all inlined, so no calling convention is in play.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace fivestar::crypto {
namespace {

using Octet = std::uint8_t;
using MacValue = SlicedDes::MacValue;
using des::load_block;
using des::store_block;

constexpr std::size_t block = SlicedDes::block;
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

/// Where P puts each output of the S-boxes, from 0.
constexpr std::array<Octet, half> permuted = [] {
    std::array<Octet, half> places{};
    for (std::size_t to = 0; to < half; ++to) {
        places.at(des::permutation.at(to) - std::size_t{1}) = static_cast<Octet>(to);
    }
    return places;
}();

/// A function of the last `inputs` of six, by its truth table, as XOR and AND: f = f0 ^ x (f0 ^ f1). What several
/// outputs have in common, the compiler computes once.
template <std::uint64_t truth, std::size_t inputs, class Lanes>
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
            return logic<without, rest, Lanes>(in);
        } else {
            return logic<without, rest, Lanes>(in) ^ (input & logic<difference, rest, Lanes>(in));
        }
    }
}

/// left ^= P(S(E(right) ^ key)), as far as one S-box goes.
template <std::size_t box, class Lanes>
[[gnu::always_inline]] inline void substitute(Lanes* left, const Lanes* right, const Lanes* key,
                                              const des::RoundKey& chosen) {
    Lanes in[6];
    for (std::size_t at = 0; at < 6; ++at) {
        in[at] = right[(4 * box + at + half - 1) % half] ^ key[chosen[6 * box + at]];
    }
    left[permuted[4 * box + 0]] ^= logic<truth_table(box, 0), 6, Lanes>(in);
    left[permuted[4 * box + 1]] ^= logic<truth_table(box, 1), 6, Lanes>(in);
    left[permuted[4 * box + 2]] ^= logic<truth_table(box, 2), 6, Lanes>(in);
    left[permuted[4 * box + 3]] ^= logic<truth_table(box, 3), 6, Lanes>(in);
}

template <class Lanes>
[[gnu::always_inline]] inline void one_round(Lanes* left, const Lanes* right, const Lanes* key,
                                             const des::RoundKey& chosen) {
    substitute<0>(left, right, key, chosen);
    substitute<1>(left, right, key, chosen);
    substitute<2>(left, right, key, chosen);
    substitute<3>(left, right, key, chosen);
    substitute<4>(left, right, key, chosen);
    substitute<5>(left, right, key, chosen);
    substitute<6>(left, right, key, chosen);
    substitute<7>(left, right, key, chosen);
}

enum class Direction : Octet { encrypt, decrypt };

/// Blocks side by side, between the initial and the final permutation.
template <class Lanes>
struct Sliced {
    static constexpr std::size_t words = sizeof(Lanes) / sizeof(std::uint64_t);
    static constexpr std::size_t lanes = words * bits;
    using Rows = std::array<Lanes, bits>;

    /// Both halves of a key, for every lane.
    struct Keys {
        [[gnu::always_inline]] Keys(const SlicedDes::Half& one, const SlicedDes::Half& other) {
            for (std::size_t at = 0; at < bits; ++at) {
                first[at] = Lanes{} + one[at];
                second[at] = Lanes{} + other[at];
            }
        }
        Rows first;
        Rows second;
    };

    /// Rows of 64 bits, in every word of the lanes: columns become rows. Done twice it is undone.
    [[gnu::always_inline]] static void transpose(Rows& rows) {
        std::uint64_t mask = 0x00000000FFFFFFFF;
        for (std::size_t distance = half; distance != 0; distance /= 2, mask ^= mask << distance) {
            for (std::size_t row = 0; row < bits; row = (row + distance + 1) & ~distance) {
                const Lanes moved = (rows[row] ^ (rows[row + distance] >> distance)) & mask;
                rows[row] ^= moved;
                rows[row + distance] ^= moved << distance;
            }
        }
    }

    /// The block of lane `at`, before `enter` and after `leave`.
    [[gnu::always_inline]] static void set(Rows& rows, std::size_t at, std::uint64_t value) {
        rows[at % bits][at / bits] = value;
    }
    [[gnu::always_inline]] static std::uint64_t get(const Rows& rows, std::size_t at) {
        return rows[at % bits][at / bits];
    }

    /// XORs blocks to what is there.
    [[gnu::always_inline]] void enter(Rows& rows) {
        transpose(rows);
        for (std::size_t at = 0; at < bits; ++at) state[at] ^= rows[initial_permutation(at)];
    }

    [[gnu::always_inline]] void leave(Rows& rows) const {
        for (std::size_t at = 0; at < bits; ++at) {
            rows[initial_permutation(at)] = state[at];
        }
        transpose(rows);
    }

    /// The sixteen rounds, two a turn, so that no half moves; and the exchange after the last.
    [[gnu::always_inline]] void all_rounds(const Rows& key, Direction direction) {
        Lanes* const left = state.data();
        Lanes* const right = left + half;
        for (std::size_t round = 0; round < des::rounds; round += 2) {
            const bool forwards = direction == Direction::encrypt;
            one_round(left, right, key.data(), des::key_schedule[forwards ? round : des::rounds - 1 - round]);
            one_round(right, left, key.data(), des::key_schedule[forwards ? round + 1 : des::rounds - 2 - round]);
        }
        std::swap_ranges(left, right, right);
    }

    Rows state = {};
};

template <class Lanes>
[[gnu::always_inline]] inline void decrypt(const SlicedDes::Half& first, const SlicedDes::Half& second, ByteView iv,
                                           ByteView in, MutableByteView out) {
    using Slices = Sliced<Lanes>;
    typename Slices::Keys keys{first, second};
    typename Slices::Rows rows;
    Slices slices;
    std::uint64_t previous = load_block(iv.data());
    for (std::size_t done = 0; done < in.size(); done += Slices::lanes * block) {
        const std::size_t count = std::min(Slices::lanes, (in.size() - done) / block);
        rows.fill(Lanes{});
        for (std::size_t at = 0; at < count; ++at) Slices::set(rows, at, load_block(&in[done + at * block]));
        slices.state.fill(Lanes{});
        slices.enter(rows);
        // A loop, so that the rounds' many instructions are there once.
        for (std::size_t pass = 0; pass < 3; ++pass) {
            slices.all_rounds(pass == 1 ? keys.second : keys.first,
                              pass == 1 ? Direction::encrypt : Direction::decrypt);
        }
        slices.leave(rows);
        for (std::size_t at = 0; at < count; ++at) {
            store_block(Slices::get(rows, at) ^ previous, &out[done + at * block]);
            previous = load_block(&in[done + at * block]);
        }
    }
    zeroize(&keys, sizeof keys);
    zeroize(&rows, sizeof rows);
    zeroize(&slices, sizeof slices);
}

template <class Lanes>
[[gnu::always_inline]] inline void retail_macs(const SlicedDes::Half& first, const SlicedDes::Half& second,
                                               std::span<const ByteView> messages, std::span<MacValue> macs) {
    using Slices = Sliced<Lanes>;
    typename Slices::Keys keys{first, second};
    typename Slices::Rows rows;
    for (std::size_t done = 0; done < messages.size(); done += Slices::lanes) {
        const std::size_t count = std::min(Slices::lanes, messages.size() - done);
        Slices slices;
        for (std::size_t octet = 0; octet < messages[done].size(); octet += block) {
            rows.fill(Lanes{});
            for (std::size_t at = 0; at < count; ++at) Slices::set(rows, at, load_block(&messages[done + at][octet]));
            slices.enter(rows);
            slices.all_rounds(keys.first, Direction::encrypt);
        }
        slices.all_rounds(keys.second, Direction::decrypt);
        slices.all_rounds(keys.first, Direction::encrypt);
        slices.leave(rows);
        for (std::size_t at = 0; at < count; ++at) store_block(Slices::get(rows, at), macs[done + at].data());
    }
    zeroize(&keys, sizeof keys);
}

template <std::size_t octets>
using Vector [[gnu::vector_size(octets)]] = std::uint64_t;

/// What the processor's vectors make of it.
struct Implementation {
    void (*decrypt)(const SlicedDes::Half&, const SlicedDes::Half&, ByteView, ByteView, MutableByteView);
    void (*retail_macs)(const SlicedDes::Half&, const SlicedDes::Half&, std::span<const ByteView>, std::span<MacValue>);
};

constexpr Implementation of_any_processor{decrypt<Vector<16>>, retail_macs<Vector<16>>};

#ifdef __x86_64__
[[gnu::target("arch=x86-64-v3")]] void decrypt_with_avx2(const SlicedDes::Half& first, const SlicedDes::Half& second,
                                                         ByteView iv, ByteView in, MutableByteView out) {
    decrypt<Vector<32>>(first, second, iv, in, out);
}
[[gnu::target("arch=x86-64-v3")]] void retail_macs_with_avx2(const SlicedDes::Half& first,
                                                             const SlicedDes::Half& second,
                                                             std::span<const ByteView> messages,
                                                             std::span<MacValue> macs) {
    retail_macs<Vector<32>>(first, second, messages, macs);
}
[[gnu::target("arch=x86-64-v4")]] void decrypt_with_avx512(const SlicedDes::Half& first, const SlicedDes::Half& second,
                                                           ByteView iv, ByteView in, MutableByteView out) {
    // Three of the processor's ports take vectors half as long, two the long ones.
    if (in.size() <= Sliced<Vector<32>>::lanes * block) {
        decrypt<Vector<32>>(first, second, iv, in, out);
    } else {
        decrypt<Vector<64>>(first, second, iv, in, out);
    }
}
[[gnu::target("arch=x86-64-v4")]] void retail_macs_with_avx512(const SlicedDes::Half& first,
                                                               const SlicedDes::Half& second,
                                                               std::span<const ByteView> messages,
                                                               std::span<MacValue> macs) {
    if (messages.size() <= Sliced<Vector<32>>::lanes) {
        retail_macs<Vector<32>>(first, second, messages, macs);
    } else {
        retail_macs<Vector<64>>(first, second, messages, macs);
    }
}
#endif

Implementation of_this_processor() {
#ifdef __x86_64__
    if (__builtin_cpu_supports("x86-64-v4")) return {decrypt_with_avx512, retail_macs_with_avx512};
    if (__builtin_cpu_supports("x86-64-v3")) return {decrypt_with_avx2, retail_macs_with_avx2};
#endif
    return of_any_processor;
}

}  // namespace

SlicedDes::SlicedDes(ByteView key) {
    const auto spread = [](ByteView octets, Half& lanes) {
        for (std::size_t at = 0; at < bits; ++at) {
            const std::uint64_t bit = std::uint64_t{octets[at / 8]} >> (7 - at % 8) & 1;
            lanes.at(at) = 0 - bit;
        }
    };
    spread(key.first(block), first_);
    spread(key.last(block), second_);
}

SlicedDes::~SlicedDes() {
    zeroize(&first_, sizeof first_);
    zeroize(&second_, sizeof second_);
}

void SlicedDes::decrypt(ByteView iv, ByteView in, MutableByteView out) const {
    static const Implementation chosen = of_this_processor();
    chosen.decrypt(first_, second_, iv, in, out);
}

void SlicedDes::retail_macs(std::span<const ByteView> messages, std::span<MacValue> macs) const {
    static const Implementation chosen = of_this_processor();
    chosen.retail_macs(first_, second_, messages, macs);
}

}  // namespace fivestar::crypto
