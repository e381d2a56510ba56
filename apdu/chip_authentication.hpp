// Chip authentication version 1, the terminal's side (ICAO Doc 9303-11 §6.2): a key agreement with the chip's static
// key, whose session only the genuine chip can go on with.
#pragma once

#include "apdu/channel.hpp"
#include "apdu/secure_messaging.hpp"
#include "crypto/asn1/security_infos.hpp"
#include "crypto/base/random.hpp"
#include "crypto/keys/agreement_key.hpp"

#include <cstdint>
#include <optional>

namespace fivestar::apdu {

/// One way of doing it, with the chip's key.
struct ChipAuthenticationChoice {
    Bytes protocol;  ///< value octets of the object identifier
    crypto::BlockCipher cipher;
    crypto::AgreementKey key;
    std::optional<std::uint32_t> key_id;  ///< to be named: the chip has several keys
};

/// The best that DG14 offers: AES before 3DES, the longer key, the curve before the subgroup. A key for which nothing
/// is announced is used with 3DES, as documents older than the announcements expect. `file_not_found` if no key is
/// offered, `unsupported` if none can be used, and the error of a key that is malformed or not in its group.
[[nodiscard]] Result<ChipAuthenticationChoice> choose_chip_authentication(const crypto::SecurityInfos& infos);

/// MSE:Set KAT with 3DES; MSE:Set AT and GENERAL AUTHENTICATE with AES, and with 3DES where a chip refuses the former.
/// Gives the keys with which secure messaging restarts; that the chip has them too, the next protected answer proves.
///
/// Errors: `unsupported`, with `step` and `sw`, where the chip refuses; the session stands. Those of `channel`.
Result<SessionKeys> authenticate_chip(Channel& channel, const ChipAuthenticationChoice& choice, Random& random);

}  // namespace fivestar::apdu
