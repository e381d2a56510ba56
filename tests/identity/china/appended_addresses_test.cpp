// SPDX-License-Identifier: Apache-2.0
#include "identity/china/appended_addresses.hpp"

#include "tests/identity/china/addresses.hpp"

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

TEST(AppendedAddresses, AreOneToFourWholeFields) {
    EXPECT_FALSE(parse_appended_addresses({}).whole);
    for (std::size_t size = 1; size <= 4 * appended_address_size; ++size) {
        EXPECT_EQ(parse_appended_addresses(Bytes(size, 0)).whole, size % appended_address_size == 0) << size;
    }
    const std::u16string_view full = u"样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样样";
    const auto four = parse_appended_addresses(addresses({full, full, full, full}));
    EXPECT_EQ(four.addresses.size(), 4U);
    EXPECT_EQ(four.addresses[3].size(), 35U * std::string_view{"样"}.size());
    EXPECT_TRUE(four.clean);
}

/// An address that is cut is another address, so it is left out; the whole ones are not.
TEST(AppendedAddresses, KeepWholeFieldsBesideACutOne) {
    Bytes octets = addresses({u"甲", u"乙", u"丙", u"丁"});
    octets.resize(octets.size() - 1);
    const auto cut = parse_appended_addresses(octets);
    EXPECT_FALSE(cut.whole);
    ASSERT_EQ(cut.addresses.size(), 3U);
    EXPECT_EQ(cut.addresses[2].view(), "丙");
    octets.resize(5 * appended_address_size, ' ');
    EXPECT_FALSE(parse_appended_addresses(octets).whole);
    EXPECT_LE(parse_appended_addresses(octets).addresses.size(), max_appended_addresses);
}

TEST(AppendedAddresses, SurviveJunk) {
    const auto junk = parse_appended_addresses(addresses({u"A\xD83D", u"\xDE00", u"B\x0007"}));
    EXPECT_FALSE(junk.clean);
    EXPECT_EQ(junk.addresses.at(0).view(), "A\uFFFD");
    EXPECT_EQ(junk.addresses.at(1).view(), "\uFFFD");
    EXPECT_EQ(junk.addresses.at(2).view(), "B\uFFFD");
}

}  // namespace
}  // namespace fivestar::identity
