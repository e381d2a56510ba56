// SPDX-License-Identifier: Apache-2.0
// DG13 of the five-star LDS profile, which this project defines (docs/ARCHITECTURE.md): `6D` around one `04` of the 256
// octets of the national text record. Every other document's DG13 is raw data.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

namespace fivestar::identity {

/// Returns the 256 octets of the first record, borrowed. Errors: `malformed` (also for another size), `trailing_bytes`
/// behind the file.
[[nodiscard]] Result<ByteView> parse_dg13(ByteView file);

}  // namespace fivestar::identity
