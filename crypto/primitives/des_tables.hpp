// The tables of DES (FIPS 46-3, appendix 1), counted from 1 as they are there.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fivestar::crypto::des {

inline constexpr std::size_t rounds = 16;
inline constexpr std::size_t round_key_bits = 48;

/// The S-boxes, row after row, a hexadecimal digit each value.
inline constexpr std::array<std::string_view, 8> substitutions{
    "E4D12FB83A6C59070F74E2D1A6CB953841E8D62BFC973A50FC8249175B3EA06D",
    "F18E6B34972DC05A3D47F28EC01A69B50E7BA4D158C6932FD8A13F42B67C05E9",
    "A09E63F51DC7B428D709346A285ECBF1D6498F30B12C5AE71AD069874FE3B52C",
    "7DE3069A1285BC4FD8B56F03472C1AE9A690CB7DF13E52843F06A1D8945BC72E",
    "2C417AB6853FD0E9EB2C47D150FA3986421BAD78F9C5630EB8C71E2D6F09A453",
    "C1AF92680D34E75BAF427C9561DE0B389EF528C3704A1DB6432C95FABE17608D",
    "4B2EF08D3C975A61D0B7491AE35C2F8614BDC37EAF6805926BD814A7950FE23C",
    "D2846FB1A93E50C71FD8A374C56B0E927B419CE206ADF35821E74A8DFC90356B",
};

/// P.
inline constexpr std::array<std::uint8_t, 32> permutation{16, 7, 20, 21, 29, 12, 28, 17, 1,  15, 23,
                                                          26, 5, 18, 31, 10, 2,  8,  24, 14, 32, 27,
                                                          3,  9, 19, 13, 30, 6,  22, 11, 4,  25};
/// PC-1 and PC-2.
inline constexpr std::array<std::uint8_t, 56> permuted_choice_1{
    57, 49, 41, 33, 25, 17, 9,  1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
    63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4};
inline constexpr std::array<std::uint8_t, round_key_bits> permuted_choice_2{
    14, 17, 11, 24, 1,  5,  3,  28, 15, 6,  21, 10, 23, 19, 12, 4,  26, 8,  16, 7,  27, 20, 13, 2,
    41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32};
/// By how much C and D turn left before each round.
inline constexpr std::array<std::uint8_t, rounds> shifts{1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1};

/// Which bit of the key, from 0, stands at each place of a round's.
using RoundKey = std::array<std::uint8_t, round_key_bits>;
inline constexpr std::array<RoundKey, rounds> key_schedule = [] {
    std::array<RoundKey, rounds> schedule{};
    std::size_t shift = 0;
    for (std::size_t round = 0; round < rounds; ++round) {
        shift += shifts.at(round);
        for (std::size_t at = 0; at < round_key_bits; ++at) {
            const std::size_t chosen = permuted_choice_2.at(at) - std::size_t{1};
            const std::size_t side = chosen < 28 ? 0 : 28;  // C and D turn by themselves
            const std::size_t turned = side + (chosen - side + shift) % 28;
            schedule.at(round).at(at) = static_cast<std::uint8_t>(permuted_choice_1.at(turned) - 1);
        }
    }
    return schedule;
}();

/// What an S-box makes of six bits.
[[nodiscard]] constexpr std::uint32_t substituted(std::size_t box, std::size_t input) {
    const std::size_t row = (input >> 4 & 2) | (input & 1);
    const std::size_t column = input >> 1 & 15;
    const char digit = substitutions.at(box).at(16 * row + column);
    return static_cast<std::uint32_t>(digit <= '9' ? digit - '0' : digit - 'A' + 10);
}

}  // namespace fivestar::crypto::des
