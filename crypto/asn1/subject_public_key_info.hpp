// SubjectPublicKeyInfo (RFC 5280 §4.1.2.7): a public key of any kind, and the algorithm that it is for.
#pragma once

#include "crypto/asn1/algorithm_identifier.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

namespace fivestar::crypto {

struct SubjectPublicKeyInfo {
    AlgorithmIdentifier algorithm;
    ByteView key;  ///< what the BIT STRING holds, borrowed
};

/// From its encoding. Errors: `malformed`, `trailing_bytes`.
[[nodiscard]] Result<SubjectPublicKeyInfo> read_subject_public_key_info(ByteView der);

}  // namespace fivestar::crypto
