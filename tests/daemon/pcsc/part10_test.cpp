// SPDX-License-Identifier: Apache-2.0
#include "daemon/pcsc/part10.hpp"

#include "crypto/base/text.hpp"

#include <gtest/gtest.h>

namespace fivestar::daemon::pcsc {
namespace {

Bytes octets(std::string_view hex) {
    return *from_hex(hex);
}

// Answers in the form of PC/SC part 10 §2.2 and §2.6.14, as libccid gives them.
TEST(Part10Test, FindsTheControlCodeAmongFeatures) {
    EXPECT_EQ(tlv_properties_code(octets("060442330006120442330012130442330013")), 0x42330012U);
    EXPECT_EQ(tlv_properties_code(octets("060442330006")), std::nullopt);
    EXPECT_EQ(tlv_properties_code({}), std::nullopt);
}

TEST(Part10Test, FindsTheLargestDataField) {
    EXPECT_EQ(max_apdu_data_size(octets("0B021234"
                                        "0A0400000100"
                                        "0C01FF")),
              0x10000U);
    EXPECT_EQ(max_apdu_data_size(octets("0A0400000000")), 0U);
    EXPECT_EQ(max_apdu_data_size(octets("0B021234")), std::nullopt);
}

TEST(Part10Test, StopsWhereAListBreaksOff) {
    for (const auto* hex : {"12", "1204", "120442", "12044233", "12FF42330012", "060542330006120442330012"}) {
        EXPECT_EQ(tlv_properties_code(octets(hex)), std::nullopt) << hex;
    }
    for (const auto* hex : {"0A", "0A04000001", "0A0200010A03000100", "0BFF00"}) {
        EXPECT_EQ(max_apdu_data_size(octets(hex)), std::nullopt) << hex;
    }
}

}  // namespace
}  // namespace fivestar::daemon::pcsc
