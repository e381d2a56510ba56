// SPDX-License-Identifier: Apache-2.0
// Comparison of octets, wherever they are.
#pragma once

#include "crypto/base/bytes.hpp"

#include <algorithm>

namespace fivestar::tlv {

/// Spans have no comparison.
inline bool equal_octets(ByteView left, ByteView right) {
    return std::ranges::equal(left, right);
}

}  // namespace fivestar::tlv
