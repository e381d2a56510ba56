// INTERNAL AUTHENTICATE (ICAO Doc 9303-11 §6.1.3): the chip signs a challenge. Chips differ in which form of Le brings
// the whole signature.
#pragma once

#include "apdu/channel.hpp"

#include <array>
#include <cstdint>

namespace fivestar::apdu {

/// RND.IFD.
using ActiveAuthenticationChallenge = std::array<std::uint8_t, 8>;

/// What is known of the answer.
struct ExpectedSignature {
    std::size_t octets;    ///< of the whole signature: of RSA exactly, of ECDSA in the plain format
    bool exact;            ///< no other size is a signature
    std::size_t room;      ///< plain octets that a short answer holds on this channel
    bool extended_length;  ///< reader and chip take it
};

/// The signature. An answer that is empty or cut off is asked for once more, with the other form of Le; that costs the
/// challenge a second use, which gives nobody more than another signature of it.
///
/// Errors: `access_denied` and `unsupported` (6D00, 6E00, 6A81 …) where the chip refuses, with `sw`; `no_progress` if
/// both answers fall short; those of `channel`.
Result<Bytes> internal_authenticate(Channel& channel, const ActiveAuthenticationChallenge& challenge,
                                    const ExpectedSignature& expected);

}  // namespace fivestar::apdu
