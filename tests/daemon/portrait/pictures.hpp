// SPDX-License-Identifier: Apache-2.0
// Pictures that are decoded, and how far two of them are apart.
#pragma once

#include "crypto/base/bytes.hpp"
#include "daemon/portrait/pixels.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

namespace fivestar::portrait {

inline constexpr PictureSize pattern_size{24, 16};

/// tests/vectors/images/README.md.
inline Bytes pattern(bool colour) {
    Bytes pixels;
    for (unsigned y = 0; y < pattern_size.height; ++y) {
        for (unsigned x = 0; x < pattern_size.width; ++x) {
            const auto blue = static_cast<std::uint8_t>(7 * x + 11 * y);
            pixels.push_back(colour ? static_cast<std::uint8_t>(10 * x) : blue);
            pixels.push_back(colour ? static_cast<std::uint8_t>(15 * y) : blue);
            pixels.push_back(blue);
        }
    }
    return pixels;
}

inline double mean_difference(Octets one, Octets other) {
    EXPECT_EQ(one.size(), other.size());
    double sum = 0;
    for (std::size_t at = 0; at < std::min(one.size(), other.size()); ++at) sum += std::abs(one[at] - other[at]);
    return sum / static_cast<double>(one.size());
}

/// A file below sim/personas.
[[nodiscard]] Bytes persona_picture(const std::string& name);

}  // namespace fivestar::portrait
