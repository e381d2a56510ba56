// SPDX-License-Identifier: Apache-2.0
// The table of standardized domain parameters, ICAO Doc 9303-11 §9.5.1.
#include "crypto/groups/domain_parameters.hpp"

#include "crypto/groups/ec_group.hpp"

#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace fivestar::crypto {
namespace {

TEST(DomainParameters, FollowTheTableOfDoc9303) {
    const auto curve = [](std::uint32_t id) {
        return to_string(std::get<EllipticCurve>(standardized_domain_parameters(id).value()));
    };
    const std::vector<std::string_view> names{
        "P-192",           "brainpoolP192r1", "P-224",           "brainpoolP224r1", "P-256", "brainpoolP256r1",
        "brainpoolP320r1", "P-384",           "brainpoolP384r1", "brainpoolP512r1", "P-521"};
    for (std::uint32_t id = 0; id < names.size(); ++id) EXPECT_EQ(curve(8 + id), names.at(id));
    EXPECT_EQ(std::get<StandardDhGroup>(standardized_domain_parameters(0).value()), StandardDhGroup::modp_1024_160);
    EXPECT_EQ(std::get<StandardDhGroup>(standardized_domain_parameters(1).value()), StandardDhGroup::modp_2048_224);
    EXPECT_EQ(std::get<StandardDhGroup>(standardized_domain_parameters(2).value()), StandardDhGroup::modp_2048_256);
    for (const std::uint32_t reserved : {3U, 7U, 19U, 31U, 256U, 0xFFFFFFFFU}) {
        EXPECT_FALSE(standardized_domain_parameters(reserved)) << reserved;
    }
}

}  // namespace
}  // namespace fivestar::crypto
