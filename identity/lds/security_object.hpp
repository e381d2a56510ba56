// SPDX-License-Identifier: Apache-2.0
// The LDS security object (ICAO Doc 9303-10 section 4.6.2.3): the hash of every data group, which EF.SOD signs.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/primitives/digest.hpp"
#include "identity/lds/data_group.hpp"

#include <map>

namespace fivestar::identity {

struct SecurityObject {
    crypto::DigestAlgorithm digest = crypto::DigestAlgorithm::sha256;
    std::map<DataGroupNumber, Bytes> hashes = {};
};

/// Errors: `malformed` (also a data group twice, a number outside 1 to 16, a hash of the wrong size, none at all),
/// `trailing_bytes`, `unsupported` for another version or digest algorithm.
[[nodiscard]] Result<SecurityObject> parse_security_object(ByteView content);

}  // namespace fivestar::identity
