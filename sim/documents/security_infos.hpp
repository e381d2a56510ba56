// SecurityInfos (ICAO Doc 9303-11 §9.2): what a chip says of its protocols in EF.CardAccess, EF.CardSecurity and DG14.
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

/// Whether entries about PACE carry the number of their domain parameters, or spell these out beside.
enum class ParameterStyle : std::uint8_t { numbered, spelt_out };

/// PACEInfo; and with spelt-out parameters their PACEDomainParameterInfo behind it.
[[nodiscard]] std::vector<Bytes> pace_infos(const PaceOffer& offer, ParameterStyle style = ParameterStyle::numbered);
/// ChipAuthenticationInfo, version 1.
[[nodiscard]] Bytes chip_authentication_info(KeyAgreement agreement, crypto::BlockCipher cipher,
                                             std::optional<std::uint8_t> key_id);
/// ChipAuthenticationPublicKeyInfo around a SubjectPublicKeyInfo.
[[nodiscard]] Bytes chip_authentication_public_key_info(KeyAgreement agreement, ByteView public_key,
                                                        std::optional<std::uint8_t> key_id);
/// ActiveAuthenticationInfo with a plain ECDSA signature.
[[nodiscard]] Bytes active_authentication_info(crypto::DigestAlgorithm digest);

/// SecurityInfos: the SET OF, in DER's order.
[[nodiscard]] Bytes security_infos(std::vector<Bytes> entries);

}  // namespace fivestar::sim
