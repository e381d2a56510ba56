// SPDX-License-Identifier: Apache-2.0
// SecurityInfos (ICAO Doc 9303-11 §9.2): the protocols that a chip offers in EF.CardAccess, EF.CardSecurity and DG14.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/primitives/digest.hpp"
#include "sim/chip/pace.hpp"
#include "sim/chip/security_protocol.hpp"
#include "sim/documents/public_keys.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fivestar::sim {

/// PACE parameters by number, or explicit in PACEDomainParameterInfo.
enum class ParameterStyle : std::uint8_t { numbered, explicit_parameters };

/// PACEInfo, followed by PACEDomainParameterInfo if the parameters are explicit.
[[nodiscard]] std::vector<Bytes> pace_infos(const PaceOffer& offer, ParameterStyle style = ParameterStyle::numbered);
/// ChipAuthenticationInfo, version 1.
[[nodiscard]] Bytes chip_authentication_info(KeyAgreement agreement, crypto::BlockCipher cipher,
                                             std::optional<std::uint8_t> key_id);
/// ChipAuthenticationPublicKeyInfo with a SubjectPublicKeyInfo.
[[nodiscard]] Bytes chip_authentication_public_key_info(KeyAgreement agreement, ByteView public_key,
                                                        std::optional<std::uint8_t> key_id);
/// ActiveAuthenticationInfo for plain ECDSA signatures.
[[nodiscard]] Bytes active_authentication_info(crypto::DigestAlgorithm digest);

/// SecurityInfos: a SET OF in DER order.
[[nodiscard]] Bytes security_infos(std::vector<Bytes> entries);

}  // namespace fivestar::sim
