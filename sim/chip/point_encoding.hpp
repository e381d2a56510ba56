// SPDX-License-Identifier: Apache-2.0
// Maps numbers to points: the encoding of ICAO Doc 9303-11 Appendix B, by Brier, Coron, Icart, Madore, Randriam and
// Tibouchi.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/groups/ec_group.hpp"

namespace fivestar::sim {

/// Returns `04
/// x
/// y` for a number below the prime, or `unsupported` unless the prime is 3 modulo 4.
[[nodiscard]] Result<Bytes> encode_point(const crypto::EcGroup& curve, ByteView number);

}  // namespace fivestar::sim
