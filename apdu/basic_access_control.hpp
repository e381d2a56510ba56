// Basic Access Control (ICAO Doc 9303-11 §4.3): who has seen the printed lines may read the chip.
#pragma once

#include "apdu/access.hpp"
#include "crypto/base/random.hpp"

namespace fivestar::apdu {

/// K.seed of §4.3.2: the leading 16 octets of SHA-1 over MRZ_information, which is document number, date of birth and
/// date of expiry, each with its check digit.
[[nodiscard]] SecretBytes bac_key_seed(ByteView mrz_information);

/// GET CHALLENGE and EXTERNAL AUTHENTICATE with the keys of this seed; two exchanges, and both once more with Le 00
/// where the chip refuses the length (6700).
///
/// Errors: `unsupported` where the chip does not do BAC (6A88, 6A81, 6A86, 68xx, 6D00, 6E00; at GET CHALLENGE also
/// 69xx), `access_denied` where the key is not the chip's: `sw` is what the chip said (63Cx: x tries left), or 0 where
/// its proof does not match, whatever the cause. `malformed` for answers of another length, `unexpected_status` for any
/// other status word, those of `channel`.
Result<AccessResult> basic_access_control(Channel& channel, ByteView key_seed, Random& random);

}  // namespace fivestar::apdu
