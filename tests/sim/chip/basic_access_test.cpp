// SPDX-License-Identifier: Apache-2.0
// ICAO Doc 9303-11 Appendix D.1 to D.3, in tests/vectors/bac_appendix_d.vec.
#include "sim/chip/basic_access.hpp"

#include "tests/support/scripted_random.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

const std::vector<test::VectorGroup>& vectors() {
    static const auto groups = test::read_vectors("bac_appendix_d.vec");
    return groups;
}

const test::VectorGroup& exchange() {
    return test::group(vectors(), "D.3: GET CHALLENGE and EXTERNAL AUTHENTICATE");
}

BasicAccess document() {
    return BasicAccess{derive_basic_access_keys(
        test::group(vectors(), "D.2: TD2, document number of 9 characters").text("MRZ_information.text"))};
}

TEST(BasicAccess, DerivesTheKeysOfD1) {
    const BasicAccessKeys keys = derive_basic_access_keys(
        test::group(vectors(), "D.2: TD2, document number of 9 characters").text("MRZ_information.text"));
    EXPECT_EQ(copy(keys.encryption), test::group(vectors(), "D.1: keys from Kseed").bytes("Kenc"));
    EXPECT_EQ(copy(keys.mac), test::group(vectors(), "D.1: keys from Kseed").bytes("Kmac"));
}

TEST(BasicAccess, AnswersAsInD3) {
    test::ScriptedRandom random{exchange().bytes("K.IC")};
    const auto opened = document().authenticate(exchange().bytes("RND.IC"), exchange().bytes("cmd_data"), random);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->answer, exchange().bytes("resp_data"));
    EXPECT_EQ(copy(opened->keys.encryption), exchange().bytes("KS.Enc"));
    EXPECT_EQ(copy(opened->keys.mac), exchange().bytes("KS.MAC"));
    EXPECT_EQ(copy(opened->keys.send_sequence_counter), exchange().bytes("SSC"));
}

TEST(BasicAccess, RefusesEveryFlippedBitAlike) {
    const Bytes challenge = exchange().bytes("RND.IC");
    for (std::size_t at = 0; at < BasicAccess::cryptogram_size; ++at) {
        test::ScriptedRandom random{{}};
        Bytes cryptogram = exchange().bytes("cmd_data");
        cryptogram[at] ^= 0x80;
        EXPECT_EQ(document().authenticate(challenge, cryptogram, random).error(), Error{ErrorCode::access_denied});
    }
}

TEST(BasicAccess, RefusesAnotherChallengeAndOtherSizes) {
    test::ScriptedRandom random{{}};
    const Bytes cryptogram = exchange().bytes("cmd_data");
    EXPECT_FALSE(document().authenticate(test::hex("4608F91988702213"), cryptogram, random).has_value());
    EXPECT_FALSE(document().authenticate({}, cryptogram, random).has_value());
    const Bytes challenge = exchange().bytes("RND.IC");
    EXPECT_FALSE(document().authenticate(challenge, ByteView{cryptogram}.first(39), random).has_value());
    EXPECT_FALSE(document().authenticate(challenge, {}, random).has_value());
}

}  // namespace
}  // namespace fivestar::sim
