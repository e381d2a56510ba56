// SPDX-License-Identifier: Apache-2.0
#include "identity/china/appended_addresses.hpp"

#include "tests/identity/china/addresses.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

TEST(AppendedAddresses, AreOneToFourWholeFields) {
    EXPECT_EQ(parse_appended_addresses({}).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_appended_addresses(Bytes(5 * appended_address_size, ' ')).error().code, ErrorCode::malformed);
    for (std::size_t size = 1; size <= 4 * appended_address_size; ++size) {
        EXPECT_EQ(parse_appended_addresses(Bytes(size, 0)).has_value(), size % appended_address_size == 0) << size;
    }
    const std::u16string_view full = u"样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样";
    const auto four = parse_appended_addresses(addresses({full, full, full, full}));
    EXPECT_EQ(four->addresses.size(), 4U);
    EXPECT_EQ(four->addresses[3].size(), 35U * std::string_view{"样"}.size());
    EXPECT_TRUE(four->clean);
}

TEST(AppendedAddresses, SurviveJunk) {
    const auto junk = parse_appended_addresses(addresses({u"A\xD83D", u"\xDE00", u"B\x0007"}));
    ASSERT_TRUE(junk);
    EXPECT_FALSE(junk->clean);
    EXPECT_EQ(junk->addresses.at(0).view(), "A\uFFFD");
    EXPECT_EQ(junk->addresses.at(1).view(), "\uFFFD");
    EXPECT_EQ(junk->addresses.at(2).view(), "B\uFFFD");
}

}  // namespace
}  // namespace fivestar::identity
