// SPDX-License-Identifier: Apache-2.0
// The LDS security object (ICAO Doc 9303-10 section 4.6.2.3): the hash of every data group, which EF.SOD signs.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/base/reason.hpp"
#include "crypto/primitives/digest.hpp"
#include "identity/lds/data_group.hpp"

#include <map>
#include <vector>

namespace fivestar::identity {

struct SecurityObject {
    crypto::DigestAlgorithm digest = crypto::DigestAlgorithm::sha256;
    /// By data group. The hash of a group is empty if it cannot be compared: of the wrong size, or two that differ.
    std::map<DataGroupNumber, Bytes> hashes = {};
    bool has_unreadable_entry = false;  ///< of which not even the data group is known
    /// `security_object_version` (not 0 or 1, or without the version information of 1), `hash_entry_malformed`,
    /// `security_object_malformed` (elements that do not belong there).
    std::vector<Reason> findings = {};
};

/// Parses the object entry by entry. Errors: `malformed` (also without any hash that can be compared), `unsupported`
/// for another digest algorithm.
[[nodiscard]] Result<SecurityObject> parse_security_object(ByteView content);

}  // namespace fivestar::identity
