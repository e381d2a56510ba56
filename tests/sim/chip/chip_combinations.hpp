// SPDX-License-Identifier: Apache-2.0
// Combinations of mapping, group and cipher of ICAO Doc 9303-11, and values outside of each group.
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

/// PACE: tables 2 and 3 with each group of table 12, except P-224 with integrated mapping. Chip authentication mapping
/// only with curves and AES.
[[nodiscard]] std::vector<PaceCombination> pace_combinations();

struct ChipAuthenticationCombination {
    std::uint8_t parameter;
    crypto::BlockCipher cipher;
    std::string name;
};

void PrintTo(const ChipAuthenticationCombination& combination, std::ostream* out);

/// Chip authentication: tables 5 and 6 with each group of table 12.
[[nodiscard]] std::vector<ChipAuthenticationCombination> chip_authentication_combinations();

struct ActiveAuthenticationCombination {
    std::size_t rsa_bits;                        ///< 0 for ECDSA
    std::optional<crypto::EllipticCurve> curve;  ///< for ECDSA
    crypto::DigestAlgorithm digest;
    std::string name;  ///< `RSA_2048_sha256`, `ECDSA_brainpoolP256r1_sha256`
};

void PrintTo(const ActiveAuthenticationCombination& combination, std::ostream* out);

/// Active authentication (§6.1.2): RSA with every hash function; ECDSA in the plain format with hash functions that are
/// no longer than the key.
[[nodiscard]] std::vector<ActiveAuthenticationCombination> active_authentication_combinations();

/// Named octets that are no element of the group. For a curve: a point outside of it, the point at infinity, the
/// compressed form, an unreduced coordinate. For a subgroup: 0, 1, p-1 (of order 2), p, an element of another subgroup.
[[nodiscard]] std::vector<std::pair<std::string, Bytes>> values_outside(const sim::AgreementGroup& group);

}  // namespace fivestar::test
