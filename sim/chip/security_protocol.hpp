// SPDX-License-Identifier: Apache-2.0
// Object identifiers of PACE, chip authentication and active authentication (ICAO Doc 9303-11 §9.2).
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/primitives/block_cipher.hpp"
#include "crypto/primitives/digest.hpp"

#include <cstdint>

namespace fivestar::sim {

enum class KeyAgreement : std::uint8_t { dh, ecdh };

/// Mapping of the PACE nonce to a generator (Doc 9303-11 §4.4.3.3).
enum class Mapping : std::uint8_t { generic, integrated, chip_authentication };

// Each returns the value octets of an object identifier.

/// id-PACE-DH-GM and so on, without a cipher.
[[nodiscard]] Bytes pace_oid(Mapping mapping, KeyAgreement agreement);
/// id-PACE-DH-GM-3DES-CBC-CBC and so on. Does not check that chip authentication mapping needs ECDH and AES.
[[nodiscard]] Bytes pace_oid(Mapping mapping, KeyAgreement agreement, crypto::BlockCipher cipher);
/// id-CA-DH-3DES-CBC-CBC and so on.
[[nodiscard]] Bytes chip_authentication_oid(KeyAgreement agreement, crypto::BlockCipher cipher);
/// id-PK-DH, id-PK-ECDH.
[[nodiscard]] Bytes public_key_oid(KeyAgreement agreement);
/// id-icao-mrtd-security-aaProtocolObject.
[[nodiscard]] Bytes active_authentication_oid();
/// ecdsa-plain-SHA224 and so on (BSI TR-03111 §5.2.1.1).
[[nodiscard]] Bytes plain_ecdsa_oid(crypto::DigestAlgorithm digest);

}  // namespace fivestar::sim
