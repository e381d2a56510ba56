// The elliptic curves of travel documents: NIST (FIPS 186-4) and Brainpool (RFC 5639); and the one of SM2 (GB/T
// 32918.5), which signs and is no curve of PACE or chip authentication. All over prime fields.
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

/// `P-256`, `brainpoolP256r1`, `SM2`.
[[nodiscard]] std::string_view to_string(EllipticCurve curve);
/// Dotted text of the curve's object identifier.
[[nodiscard]] std::string_view curve_oid(EllipticCurve curve);
/// The curve with this object identifier.
[[nodiscard]] std::optional<EllipticCurve> curve_with_oid(std::string_view dotted);

/// How a SubjectPublicKeyInfo names its curve. ICAO Doc 9303-12 §4.4 asks for explicit parameters.
enum class EcParameters : std::uint8_t { named, explicit_parameters };

/// The curve whose numbers an encoded ECParameters SEQUENCE (RFC 3279 §2.3.5) spells out: every one of p, a, b, the
/// generator (in any point form), n, and h if given, must be the known curve's. `unsupported` if they are no known
/// curve's, or if the field is not prime; `malformed`. Accepting anything less lets a signer choose the generator.
[[nodiscard]] Result<EllipticCurve> match_explicit_parameters(ByteView parameters);

struct CurveReference {
    EllipticCurve curve;
    EcParameters form;
};

/// The curve that the encoded parameters of an id-ecPublicKey algorithm name or spell out. Errors as above.
[[nodiscard]] Result<CurveReference> read_curve(ByteView parameters);

}  // namespace fivestar::crypto
