// Instants as X.509 and CMS write them (RFC 5280 §4.1.2.5): UTCTime and GeneralizedTime.
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "crypto/tlv/cursor.hpp"

namespace fivestar::crypto {

/// The instant of a UTCTime (years 1950 to 2049) or GeneralizedTime. Seconds may be missing and an offset may stand
/// for `Z`, as first-generation certificates have it. `malformed` for anything else and for dates that do not exist.
/// What lies outside WallTime's range (certificates "without" expiry end in the year 9999) becomes its nearest end.
[[nodiscard]] Result<WallTime> asn1_time(const tlv::Element& element);

}  // namespace fivestar::crypto
