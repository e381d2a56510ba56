// Points for numbers: the encoding of ICAO Doc 9303-11 Appendix B, after Brier, Coron, Icart, Madore, Randriam and
// Tibouchi.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"
#include "crypto/groups/ec_group.hpp"

namespace fivestar::sim {

/// `04 | x | y` of the point for a number below the prime. `unsupported` unless the prime is 3 modulo 4.
[[nodiscard]] Result<Bytes> encode_point(const crypto::EcGroup& curve, ByteView number);

}  // namespace fivestar::sim
