// SPDX-License-Identifier: Apache-2.0
#include "identity/lds/dg1.hpp"

#include "crypto/tlv/writer.hpp"
#include "tests/support/vector_file.hpp"

#include <string>

#include <gmock/gmock.h>

namespace fivestar::identity {
namespace {

using std::chrono::year;

constexpr auto read_on = year{2026} / 6 / 15;

TEST(Dg1, ReadsTheZoneInItsDataObjects) {
    const Bytes file = test::read_vector_bytes("passive/dg1.bin");
    const auto mrz = parse_dg1(file, read_on);
    ASSERT_TRUE(mrz);
    EXPECT_EQ(mrz->document_number.view(), "L898902C3");
    for (std::size_t size = 0; size < file.size(); ++size) {
        EXPECT_FALSE(parse_dg1(ByteView{file}.first(size), read_on)) << size;
    }
    Bytes longer = file;
    longer.push_back(0);
    EXPECT_EQ(parse_dg1(longer, read_on).error().code, ErrorCode::trailing_bytes);
}

Bytes dg1_of(ByteView zone, ByteView behind = {}) {
    Bytes content = tlv::encode(0x5F1F, zone);
    append(content, behind);
    return tlv::encode(0x61, content);
}

/// Zones with characters that Doc 9303-3 section 4.3 does not have: cheminfo/mrz#7, ZsBT/mrz-java#15.
TEST(Dg1, KeepsAZoneWithOddCharacters) {
    struct Example {
        std::string_view name;  // 39 characters
        std::string_view primary;
        std::string_view secondary;
    };
    const Example examples[] = {
        {"ERIKSSON-HOLM<<ANNA<MARIA<<<<<<<<<<<<<<", "ERIKSSON-HOLM", "ANNA MARIA"},
        {"O'BRIEN<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", "O'BRIEN", "ANNA MARIA"},
        {"LEFÉVRE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", "LEFÉVRE", "ANNA MARIA"},
        {"LEF\xC9VRE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", "LEFÉVRE", "ANNA MARIA"},  // ISO 8859-1
    };
    for (const Example& example : examples) {
        const std::string zone = "P<UTO" + std::string{example.name} + "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
        const auto mrz = parse_dg1(dg1_of(as_bytes(zone)), read_on);
        ASSERT_TRUE(mrz) << example.name;
        EXPECT_EQ(mrz->primary.view(), example.primary);
        EXPECT_EQ(mrz->secondary.view(), example.secondary);
        EXPECT_EQ(mrz->document_number.view(), "L898902C3");
        EXPECT_EQ(mrz->birth_date, year{1974} / 8 / 12);
        EXPECT_THAT(mrz->faults, testing::ElementsAre(Reason::mrz_character));
    }
}

TEST(Dg1, IgnoresAndReportsZerosBehindTheZone) {
    const Bytes file = test::read_vector_bytes("passive/dg1.bin");
    Bytes zone{file.end() - 88, file.end()};
    EXPECT_THAT(parse_dg1(dg1_of(zone), read_on)->faults, testing::IsEmpty());
    EXPECT_THAT(parse_dg1(dg1_of(zone, Bytes{0, 0}), read_on)->faults,
                testing::ElementsAre(Reason::dg1_element_malformed));
    zone.push_back(0);
    EXPECT_THAT(parse_dg1(dg1_of(zone), read_on)->faults, testing::ElementsAre(Reason::mrz_character));
}

}  // namespace
}  // namespace fivestar::identity
