// SPDX-License-Identifier: Apache-2.0
// UTCTime and GeneralizedTime of X.509 and CMS (RFC 5280 §4.1.2.5).
#pragma once

#include "crypto/base/clock.hpp"
#include "crypto/base/error.hpp"
#include "crypto/tlv/cursor.hpp"

namespace fivestar::crypto {

/// Parses a UTCTime (years 1950 to 2049) or GeneralizedTime. Seconds may be missing and an offset may replace `Z`, as
/// in first-generation certificates; the fraction of a GeneralizedTime is ignored. `malformed` for anything else and
/// for dates that do not exist. An instant outside the range of WallTime (such as the year 9999 of certificates
/// "without" expiry) becomes the nearest end of the range.
[[nodiscard]] Result<WallTime> asn1_time(const tlv::Element& element);

/// True if the time has the form that RFC 5652 §11.3 requires: seconds, no fraction, `Z`.
[[nodiscard]] bool is_cms_time(const tlv::Element& element);

}  // namespace fivestar::crypto
