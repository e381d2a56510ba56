// SPDX-License-Identifier: Apache-2.0
#include "crypto/groups/domain_parameters.hpp"

#include <array>

namespace fivestar::crypto {
namespace {

constexpr std::array dh_groups{StandardDhGroup::modp_1024_160, StandardDhGroup::modp_2048_224,
                               StandardDhGroup::modp_2048_256};

constexpr std::uint32_t first_curve = 8;
constexpr std::array curves{EllipticCurve::p192,
                            EllipticCurve::brainpool_p192r1,
                            EllipticCurve::p224,
                            EllipticCurve::brainpool_p224r1,
                            EllipticCurve::p256,
                            EllipticCurve::brainpool_p256r1,
                            EllipticCurve::brainpool_p320r1,
                            EllipticCurve::p384,
                            EllipticCurve::brainpool_p384r1,
                            EllipticCurve::brainpool_p512r1,
                            EllipticCurve::p521};

}  // namespace

std::optional<DomainParameters> standardized_domain_parameters(std::uint32_t id) {
    if (id < dh_groups.size()) return dh_groups.at(id);
    if (id >= first_curve && id - first_curve < curves.size()) return curves.at(id - first_curve);
    return std::nullopt;
}

}  // namespace fivestar::crypto
