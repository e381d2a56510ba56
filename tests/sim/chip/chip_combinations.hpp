// The combinations of mapping, group and cipher that ICAO Doc 9303-11 allows, and what lies outside of a group.
#pragma once

#include "crypto/groups/elliptic_curve.hpp"
#include "crypto/primitives/digest.hpp"
#include "sim/chip/agreement_group.hpp"
#include "sim/chip/chip_authentication.hpp"
#include "sim/chip/pace.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fivestar::test {

struct PaceCombination {
    sim::PaceOffer offer;
    std::string name;  ///< `ECDH_GM_AES_128_brainpoolP256r1`
};

void PrintTo(const PaceCombination& combination, std::ostream* out);

/// Of PACE: tables 2 and 3 with each group of table 12; P-224 not with the integrated mapping, chip authentication
/// mapping with curves and AES alone.
[[nodiscard]] std::vector<PaceCombination> pace_combinations();

struct ChipAuthenticationCombination {
    std::uint8_t parameter;
    crypto::BlockCipher cipher;
    std::string name;
};

void PrintTo(const ChipAuthenticationCombination& combination, std::ostream* out);

/// Of chip authentication: tables 5 and 6 with each group of table 12.
[[nodiscard]] std::vector<ChipAuthenticationCombination> chip_authentication_combinations();

struct ActiveAuthenticationCombination {
    std::size_t rsa_bits;                        ///< 0: ECDSA
    std::optional<crypto::EllipticCurve> curve;  ///< of ECDSA
    crypto::DigestAlgorithm digest;
    std::string name;  ///< `RSA_2048_sha256`, `ECDSA_brainpoolP256r1_sha256`
};

void PrintTo(const ActiveAuthenticationCombination& combination, std::ostream* out);

/// Of active authentication (§6.1.2): RSA with every hash function; ECDSA with those of the plain format that are no
/// longer than the key.
[[nodiscard]] std::vector<ActiveAuthenticationCombination> active_authentication_combinations();

/// Octets that are no element of the group, by name: of a curve a point beside it, the point at infinity, the
/// compressed form, a coordinate that is not reduced; of a subgroup 0, 1, p-1 (of order 2), p, an element of another
/// subgroup.
[[nodiscard]] std::vector<std::pair<std::string, Bytes>> values_outside(const sim::AgreementGroup& group);

}  // namespace fivestar::test
