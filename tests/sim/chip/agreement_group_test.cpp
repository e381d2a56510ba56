// SPDX-License-Identifier: Apache-2.0
// The key agreement of the worked examples of the BSI (EAC).
#include "sim/chip/agreement_group.hpp"

#include "crypto/base/text.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

/// The worked example is for version 2, whose key derivation differs. The shared secret is the same.
class ChipAuthenticationExample : public testing::TestWithParam<std::pair<const char*, std::uint8_t>> {};

TEST_P(ChipAuthenticationExample, AgreesOnThePrintedSecret) {
    const auto groups = test::read_vectors(GetParam().first);
    const auto group = AgreementGroup::standardized(GetParam().second).value();
    const auto& chip = test::group(groups, "static key pair of the chip");
    const auto& terminal = test::group(groups, "ephemeral key pair of the terminal");
    EXPECT_EQ(to_hex(group.power(group.generator(), chip.bytes("SK.IC")).value()), to_hex(chip.bytes("PK.IC")));
    const auto shared = group.power(terminal.bytes("PK.DH.IFD"), chip.bytes("SK.IC")).value();
    EXPECT_EQ(to_hex(group.secret(shared)), to_hex(test::group(groups, "key agreement and session keys").bytes("K")));
}

INSTANTIATE_TEST_SUITE_P(Bsi, ChipAuthenticationExample,
                         testing::Values(std::pair{"chip_auth_ecdh.vec", std::uint8_t{13}},
                                         std::pair{"chip_auth_dh.vec", std::uint8_t{0}}),
                         [](const auto& example) { return example.index == 0 ? "ecdh" : "dh"; });

}  // namespace
}  // namespace fivestar::sim
