// SPDX-License-Identifier: Apache-2.0
// Converts object identifiers between dotted text and the octets of their DER value (X.690 §8.19).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <string>
#include <string_view>

namespace fivestar::crypto {

/// Most octets of a value; real ones have about a dozen.
inline constexpr std::size_t max_oid_octets = 64;

/// Returns the dotted text (`2.23.136.1.1.1`) of the value octets of tag 06. `malformed` if an arc is cut off, has
/// leading zeros or exceeds 32 bits; `limit_exceeded` past `max_oid_octets`.
[[nodiscard]] Result<std::string> oid_text(ByteView value);

/// Returns the value octets of a dotted text of at least two arcs. `malformed` or `limit_exceeded` as above.
[[nodiscard]] Result<Bytes> oid_value(std::string_view dotted);

}  // namespace fivestar::crypto
