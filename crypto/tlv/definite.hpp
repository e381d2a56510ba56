// SPDX-License-Identifier: Apache-2.0
// Converts BER with indefinite lengths (X.690 §8.1.3.6) to definite lengths.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

namespace fivestar::tlv {

inline constexpr std::size_t max_definite_depth = 32;

/// Returns the one data object in `octets` with definite lengths and joined constructed OCTET STRINGs. Parts that need
/// no change are copied octet for octet, so that signatures over them stay valid. Errors: `malformed`,
/// `trailing_bytes`, `limit_exceeded` past `max_definite_depth`.
[[nodiscard]] Result<Bytes> to_definite(ByteView octets);

/// Converts the first data object in `octets` as above and removes it from them. Errors: `malformed`, `limit_exceeded`.
[[nodiscard]] Result<Bytes> take_definite(ByteView& octets);

}  // namespace fivestar::tlv
