// SPDX-License-Identifier: Apache-2.0
// Encoded data groups against octets written by hand and against the parsers of identity/.
#include "sim/documents/data_groups.hpp"

#include "identity/lds/dg11.hpp"
#include "identity/lds/dg12.hpp"
#include "sim/documents/document.hpp"
#include "sim/documents/persona.hpp"
#include "tests/support/source_directory.hpp"
#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::sim {
namespace {

TEST(DataGroups, EncodeThePortraitByTheStandards) {
    const PersonaPortrait portrait{.image = test::hex("FFD8FFD9"), .jpeg_2000 = false, .width = 384, .height = 480};
    // Doc 9303-10 §4.7.2.1 (CBEFF), then ISO/IEC 19794-5:2005 §5: record, face and image headers, written by hand.
    EXPECT_EQ(encode_data_groups(
                  {.mrz = load_persona(test::source_directory() / "sim", "passport").value().mrz, .portrait = portrait})
                  .value()
                  .at(2),
              test::hex("75 4F 7F61 4C 0201 01 7F60 46 A1 0F 8002 0101 8101 02 8702 0101 8802 0008"
                        "5F2E 32 46414300 30313000 00000032 0001"
                        "00000024 0000 02 00 00 000000 0000 000000 000000"
                        "01 00 0180 01E0 01 00 0000 0000 FFD8FFD9"));
}

TEST(DataGroups, AreUnderstoodByTheirReaders) {
    const auto groups = encode_data_groups(load_persona(test::source_directory() / "sim", "passport").value()).value();
    const auto personal = identity::parse_dg11(groups.at(11));
    ASSERT_TRUE(personal.has_value());
    EXPECT_TRUE(personal->findings.empty());
    EXPECT_EQ(personal->primary->view(), "SPECIMEN");
    EXPECT_EQ(personal->secondary->view(), "ANNA MARIA");
    EXPECT_EQ(personal->personal_number->view(), "ZE184226B");
    EXPECT_EQ(personal->birth_date, std::chrono::year{1985} / 7 / 16);
    const auto document = identity::parse_dg12(groups.at(12), std::chrono::year{2025} / 6 / 1);
    ASSERT_TRUE(document.has_value());
    EXPECT_EQ(document->issuing_authority->view(), "PASSPORT OFFICE ZENITH");
    EXPECT_EQ(document->issue_date, std::chrono::year{2023} / 6 / 15);
    const auto five_star = identity::parse_dg11(
        encode_data_groups(load_persona(test::source_directory() / "sim", "five-star-2023").value()).value().at(11));
    ASSERT_TRUE(five_star.has_value());
}

}  // namespace
}  // namespace fivestar::sim
