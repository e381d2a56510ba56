// SPDX-License-Identifier: Apache-2.0
// The hash functions of ICAO Doc 9303-11 and -12 (FIPS 180-4), and SM3 (GB/T 32905, GM/T 0004).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/enum_names.hpp"

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace fivestar::crypto {

enum class DigestAlgorithm : std::uint8_t { sha1, sha224, sha256, sha384, sha512, sm3 };

inline constexpr EnumNames<DigestAlgorithm::sm3> digest_names("sha1", "sha224", "sha256", "sha384", "sha512", "sm3");
[[nodiscard]] constexpr std::string_view to_string(DigestAlgorithm algorithm) {
    return digest_names[algorithm];
}

/// Returns the octets of the hash value: 20, 28, 32, 48, 64; for SM3 32.
[[nodiscard]] std::size_t digest_size(DigestAlgorithm algorithm);

/// Hashes the octets. Throws std::bad_alloc if memory is exhausted.
[[nodiscard]] Bytes digest(DigestAlgorithm algorithm, ByteView octets);

/// Hashes the concatenation of the parts.
[[nodiscard]] Bytes digest(DigestAlgorithm algorithm, std::initializer_list<ByteView> parts);

}  // namespace fivestar::crypto
