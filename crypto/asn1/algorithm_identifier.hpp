// SPDX-License-Identifier: Apache-2.0
// AlgorithmIdentifier (RFC 5280 §4.1.1.2), in general and for hash functions (RFC 5754 §2, GM/T 0006).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/primitives/digest.hpp"
#include "crypto/tlv/cursor.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace fivestar::crypto {

struct AlgorithmIdentifier {
    std::string oid;      ///< dotted text
    ByteView parameters;  ///< the encoded parameters, borrowed; empty when there are none
    ByteView whole;       ///< the encoded AlgorithmIdentifier, borrowed

    /// Tells whether parameters are absent or NULL: some signers write one where the standard has the other.
    [[nodiscard]] bool without_parameters() const;
};

/// Reads the next object, an AlgorithmIdentifier. `malformed`.
[[nodiscard]] Result<AlgorithmIdentifier> read_algorithm_identifier(tlv::Cursor& cursor);

/// Parses one that takes up all octets; also `trailing_bytes`.
[[nodiscard]] Result<AlgorithmIdentifier> parse_algorithm_identifier(ByteView der);

/// Returns the hash function that an AlgorithmIdentifier names. `unsupported` for another algorithm or with parameters.
[[nodiscard]] Result<DigestAlgorithm> digest_algorithm(const AlgorithmIdentifier& identifier);

/// Encodes an AlgorithmIdentifier with these encoded parameters, which may be empty.
[[nodiscard]] Bytes encode_algorithm_identifier(std::string_view oid, ByteView parameters);

/// The encoding of NULL parameters.
inline constexpr std::array<std::uint8_t, 2> null_parameters{0x05, 0x00};

/// Encodes a hash function's AlgorithmIdentifier with NULL parameters.
[[nodiscard]] Bytes digest_algorithm_identifier(DigestAlgorithm algorithm);

}  // namespace fivestar::crypto
