// The standardised domain parameters that a chip names by number (ICAO Doc 9303-11 §9.5.1, table 6).
#pragma once

#include "crypto/groups/dh_group.hpp"
#include "crypto/groups/elliptic_curve.hpp"

#include <cstdint>
#include <optional>
#include <variant>

namespace fivestar::crypto {

using DomainParameters = std::variant<StandardDhGroup, EllipticCurve>;

/// 0 to 2 are the groups of RFC 5114, 8 to 18 are curves; nullopt for the other numbers, which are reserved.
[[nodiscard]] std::optional<DomainParameters> standardized_domain_parameters(std::uint32_t id);

}  // namespace fivestar::crypto
