// SPDX-License-Identifier: Apache-2.0
// The check digit of ICAO Doc 9303-3 section 4.9: weights 7, 3, 1, modulus 10; A is 10, Z is 35, the filler is 0.
#pragma once

#include <optional>
#include <string_view>

namespace fivestar::identity {

/// Returns nullopt if `field` has a character that no machine-readable zone has.
[[nodiscard]] constexpr std::optional<char> mrz_check_digit(std::string_view field) {
    int sum = 0;
    for (std::size_t at = 0; at < field.size(); ++at) {
        const char c = field[at];
        int value = 0;
        if (c >= '0' && c <= '9') {
            value = c - '0';
        } else if (c >= 'A' && c <= 'Z') {
            value = c - 'A' + 10;
        } else if (c != '<') {
            return std::nullopt;
        }
        constexpr int weights[] = {7, 3, 1};
        sum = (sum + value * weights[at % 3]) % 10;
    }
    return static_cast<char>('0' + sum);
}

}  // namespace fivestar::identity
