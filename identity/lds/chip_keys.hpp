// SPDX-License-Identifier: Apache-2.0
// The chip's keys in DG14 and DG15 (ICAO Doc 9303-10 §4.7.14, §4.7.15). They count only after the group has passed
// passive authentication.
#pragma once

#include "crypto/asn1/security_infos.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/public_key.hpp"

namespace fivestar::identity {

/// Parses DG14, entry by entry. Errors: `malformed`, `trailing_bytes` behind the file, `limit_exceeded`.
[[nodiscard]] Result<crypto::SecurityInfos> parse_dg14(ByteView file);

/// Parses DG15, the key of active authentication; ignores octets behind the key. Errors as of
/// `crypto::PublicKey::parse`, such as `invalid_key` for an RSA modulus below 1,024 bits.
[[nodiscard]] Result<crypto::PublicKey> parse_dg15(ByteView file);

/// True if the file holds more than its one data object, such as zeros behind it.
[[nodiscard]] bool has_octets_behind(ByteView file);

}  // namespace fivestar::identity
