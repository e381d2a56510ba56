// SPDX-License-Identifier: Apache-2.0
// Chip authentication version 1, terminal side (ICAO Doc 9303-11 §6.2): a key agreement with the chip's static key.
// Only the genuine chip can continue the session.
#pragma once

#include "apdu/channel.hpp"
#include "apdu/secure_messaging.hpp"
#include "crypto/asn1/security_infos.hpp"
#include "crypto/base/random.hpp"
#include "crypto/keys/agreement_key.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::apdu {

/// A protocol that the chip offers, with the chip's key.
struct ChipAuthenticationChoice {
    Bytes protocol;  ///< value octets of the object identifier
    crypto::BlockCipher cipher;
    crypto::AgreementKey key;
    std::optional<std::uint32_t> key_id;  ///< named to the chip if it has several keys
};

/// Chooses the strongest protocol that DG14 offers: AES before 3DES, the longer key, the curve before the subgroup. A
/// key without a ChipAuthenticationInfo is used with 3DES, as documents older than these entries expect.
/// `file_not_found` if no key is offered, `unsupported` if none can be used, and the error of a key that is malformed
/// or not in its group.
[[nodiscard]] Result<ChipAuthenticationChoice> choose_chip_authentication(const crypto::SecurityInfos& infos);

/// Sends MSE:Set KAT with 3DES; MSE:Set AT and GENERAL AUTHENTICATE with AES, or with 3DES where the chip refuses
/// MSE:Set KAT. Returns the keys with which secure messaging restarts. The next protected answer proves that the chip
/// has them too.
///
/// Errors: `unsupported`, with `step` and `sw`, where the chip refuses; the session is then unchanged. Those of
/// `channel`.
Result<SessionKeys> authenticate_chip(Channel& channel, const ChipAuthenticationChoice& choice, Random& random);

}  // namespace fivestar::apdu
