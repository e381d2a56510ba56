// SPDX-License-Identifier: Apache-2.0
// OpenSSL's identifiers of the curves, for the sources of crypto/ alone.
#pragma once

#include "crypto/groups/elliptic_curve.hpp"

#include <string_view>

namespace fivestar::crypto {

struct KnownCurve {
    EllipticCurve curve;
    std::string_view name;
    std::string_view oid;
    int nid;
    int bits;  ///< of the prime
};

[[nodiscard]] const KnownCurve& known_curve(EllipticCurve curve);

}  // namespace fivestar::crypto
