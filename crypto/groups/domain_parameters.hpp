// SPDX-License-Identifier: Apache-2.0
// The standardised domain parameters that a chip names by number (ICAO Doc 9303-11 §9.5.1, table 6).
#pragma once

#include "crypto/groups/dh_group.hpp"
#include "crypto/groups/elliptic_curve.hpp"

#include <cstdint>
#include <optional>
#include <variant>

namespace fivestar::crypto {

using DomainParameters = std::variant<StandardDhGroup, EllipticCurve>;

/// Returns the group of RFC 5114 (0 to 2) or the curve (8 to 18) with this number; nullopt for other numbers, which are
/// reserved.
[[nodiscard]] std::optional<DomainParameters> standardized_domain_parameters(std::uint32_t id);

}  // namespace fivestar::crypto
