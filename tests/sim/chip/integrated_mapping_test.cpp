// SPDX-License-Identifier: Apache-2.0
// The pseudo-random number mapping against ICAO Doc 9303-11 Appendix H.
#include "sim/chip/integrated_mapping.hpp"

#include "crypto/base/text.hpp"
#include "sim/chip/agreement_group.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

class IntegratedMapping : public testing::TestWithParam<std::pair<const char*, std::uint8_t>> {};

TEST_P(IntegratedMapping, FindsThePrintedGenerator) {
    const auto groups = test::read_vectors(GetParam().first);
    const auto& map = test::group(groups, "map nonce");
    const auto group = AgreementGroup::standardized(GetParam().second).value();
    const auto number =
        pseudo_random_number(crypto::BlockCipher::aes_128, test::group(groups, "encrypted nonce").bytes("s"),
                             map.bytes("t"), group.prime())
            .value();
    EXPECT_EQ(to_hex(number), to_hex(map.bytes("Rp_st")));
    const Bytes generator = map.bytes(group.curve() != nullptr ? "G.mapped" : "g.mapped");
    EXPECT_EQ(to_hex(group.map_number(number).value()), to_hex(generator));
    const auto& agreement = test::group(groups, "key agreement");
    EXPECT_EQ(to_hex(group.power(generator, agreement.bytes("SK.DH.IC")).value()), to_hex(agreement.bytes("PK.DH.IC")));
}

INSTANTIATE_TEST_SUITE_P(AppendixH, IntegratedMapping,
                         testing::Values(std::pair{"pace_ecdh_im_h1.vec", std::uint8_t{13}},
                                         std::pair{"pace_dh_im_h2.vec", std::uint8_t{0}}),
                         [](const auto& example) { return example.index == 0 ? "ecdh" : "dh"; });

}  // namespace
}  // namespace fivestar::sim
