// SPDX-License-Identifier: Apache-2.0
// INTERNAL AUTHENTICATE (ICAO Doc 9303-11 §6.1.3): the chip signs a challenge. Some chips return the whole signature
// only for a short Le, others only for an extended one.
#pragma once

#include "apdu/channel.hpp"

#include <array>
#include <cstdint>

namespace fivestar::apdu {

/// The terminal's challenge, RND.IFD.
using ActiveAuthenticationChallenge = std::array<std::uint8_t, 8>;

/// The size of the signature, and what the channel can carry.
struct ExpectedSignature {
    std::size_t octets;    ///< of the whole signature; for ECDSA, of the plain format
    bool exact;            ///< true for RSA: a signature has exactly `octets`
    std::size_t room;      ///< plain octets that a short answer holds on this channel
    bool extended_length;  ///< reader and chip take extended length
};

/// Returns the signature. An answer that is empty or cut off is requested again with the other form of Le. The
/// challenge is then signed twice, which gives an attacker nothing but a second signature of it.
///
/// Errors: `access_denied` and `unsupported` (6D00, 6E00, 6A81 …) where the chip refuses, with `sw`; `no_progress` if
/// both answers are too short; those of `channel`.
Result<Bytes> internal_authenticate(Channel& channel, const ActiveAuthenticationChallenge& challenge,
                                    const ExpectedSignature& expected);

}  // namespace fivestar::apdu
