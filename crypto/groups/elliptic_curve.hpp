// SPDX-License-Identifier: Apache-2.0
// The elliptic curves of travel documents: NIST (FIPS 186-4), Brainpool (RFC 5639), and SM2 (GB/T 32918.5), which is
// for signatures and not for PACE or chip authentication. All are over prime fields.
#pragma once

#include "crypto/base/bytes.hpp"
#include "crypto/base/error.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace fivestar::crypto {

enum class EllipticCurve : std::uint8_t {
    p192,
    p224,
    p256,
    p384,
    p521,
    brainpool_p160r1,
    brainpool_p192r1,
    brainpool_p224r1,
    brainpool_p256r1,
    brainpool_p320r1,
    brainpool_p384r1,
    brainpool_p512r1,
    sm2,
};

/// Returns the name: `P-256`, `brainpoolP256r1`, `SM2`.
[[nodiscard]] std::string_view to_string(EllipticCurve curve);
/// Returns the curve's object identifier as dotted text.
[[nodiscard]] std::string_view curve_oid(EllipticCurve curve);
/// Returns the curve with this object identifier.
[[nodiscard]] std::optional<EllipticCurve> curve_with_oid(std::string_view dotted);

/// The form in which a SubjectPublicKeyInfo states its curve. ICAO Doc 9303-12 §4.4 requires explicit parameters.
enum class EcParameters : std::uint8_t { named, explicit_parameters };

/// Returns the known curve with the numbers of an encoded ECParameters SEQUENCE (RFC 3279 §2.3.5). All of p, a, b, the
/// generator (in any point form), n, and h if present, must be equal: otherwise a signer could choose the generator
/// (CVE-2020-0601). `unsupported` for other numbers or a field that is not prime; `malformed`.
[[nodiscard]] Result<EllipticCurve> match_explicit_parameters(ByteView parameters);

struct CurveReference {
    EllipticCurve curve;
    EcParameters form;
};

/// Returns the curve of the encoded parameters of an id-ecPublicKey algorithm, named or explicit. Errors as above.
[[nodiscard]] Result<CurveReference> read_curve(ByteView parameters);

}  // namespace fivestar::crypto
