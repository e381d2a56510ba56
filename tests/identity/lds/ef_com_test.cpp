// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/ef_com.hpp"

#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using ::testing::ElementsAre;

TEST(EfCom, ReadsTheExampleOfDoc9303) {
    // Doc 9303-10 section 4.6.1.1: LDS 1.7, Unicode 4.0.0, DG1, DG2, DG4 and DG12.
    const auto com = parse_ef_com(test::hex("6016 5F01 04 30313037 5F36 06 303430303030 5C 04 6175766C"));
    ASSERT_TRUE(com);
    EXPECT_THAT(*com, ElementsAre(1, 2, 4, 12));
}

TEST(EfCom, SkipsUnknownTagsAndRepetitions) {
    const auto com = parse_ef_com(test::hex("6007 5C 05 61 61 42 70 00"));
    ASSERT_TRUE(com);
    EXPECT_THAT(*com, ElementsAre(1, 16));
}

TEST(EfCom, RefusesWhatIsNone) {
    EXPECT_EQ(parse_ef_com({}).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_ef_com(test::hex("6100")).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_ef_com(test::hex("6000")).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_ef_com(test::hex("6003 5C0161 00")).error().code, ErrorCode::trailing_bytes);
    EXPECT_EQ(parse_ef_com(test::hex("6006 5C0161 5C0175")).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_ef_com(test::hex("6003 5C8461")).error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace fivestar::identity
