// SPDX-License-Identifier: Apache-2.0
// Basic Access Control (ICAO Doc 9303-11 §4.3): the key is derived from the printed machine-readable zone.
#pragma once

#include "apdu/access.hpp"
#include "crypto/base/random.hpp"

namespace fivestar::apdu {

/// Returns K.seed of §4.3.2: the leading 16 octets of SHA-1 over MRZ_information, which is document number, date of
/// birth and date of expiry, each with its check digit.
[[nodiscard]] SecretBytes bac_key_seed(ByteView mrz_information);

/// Runs GET CHALLENGE and EXTERNAL AUTHENTICATE with the keys of this seed. Takes two exchanges, and both again with
/// Le 00 where the chip refuses the length (6700).
///
/// Errors: `unsupported` where the chip does not do BAC (6A88, 6A81, 6A86, 68xx, 6D00, 6E00; at GET CHALLENGE also
/// 69xx). `access_denied` where the key is wrong: `sw` is the chip's status word (63Cx: x tries left), or 0 where the
/// chip's cryptogram does not match, for a wrong MAC and wrong nonces alike. `malformed` for answers of another length,
/// `unexpected_status` for any other status word, and those of `channel`.
Result<AccessResult> basic_access_control(Channel& channel, ByteView key_seed, Random& random);

}  // namespace fivestar::apdu
