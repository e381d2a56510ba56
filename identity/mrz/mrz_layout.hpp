// SPDX-License-Identifier: Apache-2.0
// The positions of the fields of a machine-readable zone, for each size.
#pragma once

#include "identity/mrz/mrz.hpp"

#include <array>
#include <cstddef>

namespace fivestar::identity {

struct MrzRange {
    std::size_t offset;
    std::size_t size;
};

/// Positions in the joined lines. A check digit follows its field.
struct MrzLayout {
    std::size_t line_size;
    std::size_t lines;
    MrzRange names;
    MrzRange document_number;
    MrzRange nationality;
    MrzRange birth_date;
    std::size_t sex;
    MrzRange expiry_date;
    MrzRange optional_data;             ///< TD1 and TD2 continue a long document number here
    bool optional_data_checked;         ///< TD3 only
    std::array<MrzRange, 4> composite;  ///< what the composite check digit is over, in this order
    std::size_t composite_check_digit;
};

inline constexpr std::array<MrzLayout, 3> mrz_layouts{{
    // Doc 9303-5 section 4.2.2
    {
        .line_size = 30,
        .lines = 3,
        .names = {60, 30},
        .document_number = {5, 9},
        .nationality = {45, 3},
        .birth_date = {30, 6},
        .sex = 37,
        .expiry_date = {38, 6},
        .optional_data = {15, 15},
        .optional_data_checked = false,
        .composite = {{{5, 25}, {30, 7}, {38, 7}, {48, 11}}},
        .composite_check_digit = 59,
    },
    // Doc 9303-6 section 4.2.2
    {
        .line_size = 36,
        .lines = 2,
        .names = {5, 31},
        .document_number = {36, 9},
        .nationality = {46, 3},
        .birth_date = {49, 6},
        .sex = 56,
        .expiry_date = {57, 6},
        .optional_data = {64, 7},
        .optional_data_checked = false,
        .composite = {{{36, 10}, {49, 7}, {57, 14}, {}}},
        .composite_check_digit = 71,
    },
    // Doc 9303-4 section 4.2.2
    {
        .line_size = 44,
        .lines = 2,
        .names = {5, 39},
        .document_number = {44, 9},
        .nationality = {54, 3},
        .birth_date = {57, 6},
        .sex = 64,
        .expiry_date = {65, 6},
        .optional_data = {72, 14},
        .optional_data_checked = true,
        .composite = {{{44, 10}, {57, 7}, {65, 22}, {}}},
        .composite_check_digit = 87,
    },
}};

}  // namespace fivestar::identity
