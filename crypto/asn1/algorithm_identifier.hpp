// AlgorithmIdentifier of X.509 (RFC 5280 §4.1.1.2), and those that name hash functions (RFC 5754 §2, GM/T 0006).
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

    /// No parameters, or NULL: some signers write one where the standard has the other.
    [[nodiscard]] bool without_parameters() const;
};

/// Reads the SEQUENCE the cursor stands at. `malformed`.
[[nodiscard]] Result<AlgorithmIdentifier> read_algorithm_identifier(tlv::Cursor& cursor);

/// The hash function an AlgorithmIdentifier names. `unsupported` for another algorithm or with parameters.
[[nodiscard]] Result<DigestAlgorithm> digest_algorithm(const AlgorithmIdentifier& identifier);

/// The DER encoding with these encoded parameters, which may be none.
[[nodiscard]] Bytes encode_algorithm_identifier(std::string_view oid, ByteView parameters);

/// Encoded parameters that say there are none.
inline constexpr std::array<std::uint8_t, 2> null_parameters{0x05, 0x00};

/// The DER encoding of a hash function's AlgorithmIdentifier, with NULL parameters.
[[nodiscard]] Bytes digest_algorithm_identifier(DigestAlgorithm algorithm);

}  // namespace fivestar::crypto
