// The one way to compare secrets, MACs and tokens.
#pragma once

#include "crypto/base/bytes.hpp"

namespace fivestar::crypto {

/// Whether both are equal, in a time that depends on their sizes alone.
[[nodiscard]] bool constant_time_equal(ByteView left, ByteView right);

}  // namespace fivestar::crypto
