// SPDX-License-Identifier: Apache-2.0
// Expected values: ICAO Doc 9303-11 Appendix H, in tests/vectors/pace_*_im_*.vec.
#include "apdu/integrated_mapping.hpp"

#include "crypto/base/text.hpp"
#include "crypto/keys/agreement_key.hpp"
#include "tests/apdu/pace_example.hpp"

#include <gtest/gtest.h>

namespace fivestar::apdu {
namespace {

using test::PaceExample;

TEST(IntegratedMapping, MapsTheNoncesOfAppendixH) {
    for (const char* const file : {"pace_ecdh_im_h1.vec", "pace_dh_im_h2.vec"}) {
        const PaceExample example{file};
        const auto& mapping = example["map nonce"];
        const Bytes s = example["encrypted nonce"].bytes("s");
        const Bytes t = mapping.bytes("t");
        const auto prime = crypto::Modulus::create(example["domain parameters"].bytes("p")).value();
        const auto number = pseudo_random_number(s, t, crypto::BlockCipher::aes_128, prime);
        ASSERT_TRUE(number) << file;
        EXPECT_EQ(to_hex(*number), mapping.text("Rp_st"));
        const auto group = crypto::agreement_group(example.info().parameters);
        if (const auto* curve = std::get_if<crypto::EcGroup>(&group)) {
            EXPECT_EQ(to_hex(point_of_number(*curve, *number).value().encode()), mapping.text("G.mapped"));
        } else {
            const auto element = element_of_number(std::get<crypto::DhGroup>(group), *number);
            EXPECT_EQ(to_hex(element.value()), mapping.text("g.mapped"));
        }
    }
}

}  // namespace
}  // namespace fivestar::apdu
