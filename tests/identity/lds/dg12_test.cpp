// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg12.hpp"

#include "tests/identity/lds/details_group.hpp"
#include "tests/support/vector_file.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;

TEST(Dg12, ReadsAuthorityAndDateOfIssue) {
    const auto dg12 = parse_dg12(
        group(0x6C, "5F19 5F26", {{0x5F19, printable("PASSPORT OFFICE<ZENITH")}, {0x5F26, printable("20230615")}}));
    ASSERT_TRUE(dg12);
    EXPECT_EQ(dg12->issuing_authority->view(), "PASSPORT OFFICE, ZENITH");
    EXPECT_EQ(dg12->issue_date, year{2023} / 6 / 15);
    EXPECT_EQ(parse_dg12(group(0x6C, "5F26", {{0x5F26, test::hex("20230615")}}))->issue_date, year{2023} / 6 / 15);
}

}  // namespace
}  // namespace fivestar::identity
