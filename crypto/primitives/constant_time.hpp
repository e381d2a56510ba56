// SPDX-License-Identifier: Apache-2.0
// Constant-time comparison of secrets, MACs and tokens.
#pragma once

#include "crypto/base/bytes.hpp"

namespace fivestar::crypto {

/// Tells whether both are equal, in a time that depends only on their sizes.
[[nodiscard]] bool constant_time_equal(ByteView left, ByteView right);

}  // namespace fivestar::crypto
