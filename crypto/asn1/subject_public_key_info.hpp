// SPDX-License-Identifier: Apache-2.0
// SubjectPublicKeyInfo (RFC 5280 §4.1.2.7): a public key of any kind, and its algorithm.
#pragma once

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

namespace fivestar::crypto {

struct SubjectPublicKeyInfo {
    AlgorithmIdentifier algorithm;
    ByteView key;  ///< octets of the BIT STRING, borrowed
};

/// Parses its encoding. Errors: `malformed`, `trailing_bytes`.
[[nodiscard]] Result<SubjectPublicKeyInfo> read_subject_public_key_info(ByteView der);

}  // namespace fivestar::crypto
