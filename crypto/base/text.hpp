// Small conversions between octets and text that every room needs.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <string>
#include <string_view>

namespace fivestar {

/// Upper-case hexadecimal, two digits an octet.
[[nodiscard]] std::string to_hex(ByteView bytes);

/// The octets that hexadecimal digits of either case spell; `malformed` for an odd count or another character.
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);

/// RFC 4648 base64 with padding.
[[nodiscard]] std::string to_base64(ByteView bytes);

/// Strict RFC 4648 base64; ASCII white space between groups is skipped, as in PEM. `malformed` for anything else.
[[nodiscard]] Result<Bytes> from_base64(std::string_view text);

}  // namespace fivestar
