// SPDX-License-Identifier: Apache-2.0
// Certificate revocation lists (RFC 5280 §5).
#pragma once

#include "crypto/asn1/distinguished_name.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "crypto/keys/public_key.hpp"

#include <optional>
#include <vector>

namespace fivestar::crypto {

inline constexpr std::size_t max_revocation_list_size = std::size_t{16} * 1024 * 1024;
inline constexpr std::size_t max_revoked_certificates = 200'000;

struct RevocationList {
    Bytes tbs;
    Bytes signature_algorithm_der;
    Bytes signature;
    DistinguishedName issuer;
    std::optional<Bytes> authority_key_identifier;
    WallTime this_update = {};
    std::optional<WallTime> next_update = {};
    std::vector<Bytes> revoked_serials;  ///< without leading zeros, sorted

    /// Parses a complete list. `unsupported` for a delta, indirect or partial one (any unknown critical extension): an
    /// absent certificate would prove nothing. `malformed`, `trailing_bytes`, `limit_exceeded`.
    static Result<RevocationList> parse(ByteView der);

    /// As Certificate::verify_signed_by.
    [[nodiscard]] Result<SignatureAlgorithm> verify_signed_by(const PublicKey& issuer_key) const;
    [[nodiscard]] bool revokes(ByteView serial) const;
};

}  // namespace fivestar::crypto
