// Hash functions of ICAO Doc 9303-11 and -12 (FIPS 180-4), and SM3 (GB/T 32905, GM/T 0004).
#pragma once

#include "crypto/base/bytes.hpp"

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace fivestar::crypto {

enum class DigestAlgorithm : std::uint8_t { sha1, sha224, sha256, sha384, sha512, sm3 };

/// `sha256` and so on.
[[nodiscard]] std::string_view to_string(DigestAlgorithm algorithm);

/// Octets of the hash value: 20, 28, 32, 48, 64; of SM3 32.
[[nodiscard]] std::size_t digest_size(DigestAlgorithm algorithm);

/// The hash value of the octets. Cannot fail short of exhausted memory, which throws.
[[nodiscard]] Bytes digest(DigestAlgorithm algorithm, ByteView octets);

/// The hash value of the parts, joined.
[[nodiscard]] Bytes digest(DigestAlgorithm algorithm, std::initializer_list<ByteView> parts);

}  // namespace fivestar::crypto
