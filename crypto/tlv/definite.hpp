// BER with indefinite lengths (X.690 §8.1.3.6), made definite.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

namespace fivestar::tlv {

inline constexpr std::size_t max_definite_depth = 32;

/// The one data object that `octets` hold, with definite lengths throughout and constructed OCTET STRINGs joined. What
/// needs no change is copied octet for octet, so that signatures over it stand. Errors: `malformed`, `trailing_bytes`,
/// `limit_exceeded` past `max_definite_depth`.
[[nodiscard]] Result<Bytes> to_definite(ByteView octets);

}  // namespace fivestar::tlv
