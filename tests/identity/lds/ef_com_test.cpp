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
    EXPECT_FALSE(com.is_odd);
    EXPECT_THAT(com.groups, ElementsAre(1, 2, 4, 12));
}

TEST(EfCom, SkipsUnknownTagsAndRepetitions) {
    const auto com = parse_ef_com(test::hex("6007 5C 05 61 61 42 70 00"));
    EXPECT_FALSE(com.is_odd);
    EXPECT_THAT(com.groups, ElementsAre(1, 16));
}

TEST(EfCom, ReadsElementByElement) {
    struct Example {
        const char* file;
        std::vector<DataGroupNumber> groups;
    };
    const Example examples[] = {
        {"", {}},
        {"6100", {}},
        {"6000", {}},
        {"6003 5C0161 00", {1}},
        {"6006 5C0161 5C0175", {1, 2}},
        {"6003 5C8461", {}},
        {"6009 5F0102 3031 5C8461", {}},
        {"6008 5C0161 0000 0000 00", {1}},
        {"6006 5C0161 5F8461", {1}},
    };
    for (const Example& example : examples) {
        const EfCom com = parse_ef_com(test::hex(example.file));
        EXPECT_TRUE(com.is_odd) << example.file;
        EXPECT_EQ(com.groups, example.groups) << example.file;
    }
}

}  // namespace
}  // namespace fivestar::identity
