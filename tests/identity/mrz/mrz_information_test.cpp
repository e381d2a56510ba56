// SPDX-License-Identifier: Apache-2.0
#include "identity/mrz/mrz_information.hpp"

#include "tests/support/vector_file.hpp"

#include <gtest/gtest.h>

namespace fivestar::identity {
namespace {

TEST(MrzInformation, IsThatOfDoc9303AppendixD) {
    std::size_t zones = 0;
    for (const auto& group : test::read_vectors("bac_appendix_d.vec")) {
        if (!group.has("MRZ_information.text")) continue;
        ++zones;
        const auto information = mrz_information(group.text("document_number.text"), group.text("date_of_birth.text"),
                                                 group.text("date_of_expiry.text"));
        ASSERT_TRUE(information) << group.name();
        EXPECT_EQ(information->view(), group.text("MRZ_information.text")) << group.name();

        std::string lines;
        for (const char* line : {"mrz.line1.text", "mrz.line2.text", "mrz.line3.text"}) {
            if (group.has(line)) lines += group.text(line) + "\n";
        }
        const auto from_lines = mrz_information(lines);
        ASSERT_TRUE(from_lines) << group.name();
        EXPECT_EQ(from_lines->view(), group.text("MRZ_information.text")) << group.name();
    }
    EXPECT_EQ(zones, 4U);
}

TEST(MrzInformation, TakesValuesAsPeopleTypeThem) {
    const auto information = mrz_information(" l898902c ", "1969-08-06", "1994-06-23");
    ASSERT_TRUE(information);
    EXPECT_EQ(information->view(), "L898902C<369080619406236");
    EXPECT_EQ(mrz_information("AB-12 3", "69<<<<", "940623")->view().substr(0, 9), "AB<12<3<<");
}

TEST(MrzInformation, JoinsTheEighteenDigitsOfATd1) {
    // Check digits of 931586198001010028 (weights 7 3 1), 800101 and 330807 computed with python.
    EXPECT_EQ(mrz_information("931586198001010028", "1980-01-01", "2033-08-07")->view(),
              "931586198001010028880010143308073");
}

TEST(MrzInformation, RefusesWhatNoDocumentHas) {
    const auto step = [](std::string_view number, std::string_view birth, std::string_view expiry) {
        const auto information = mrz_information(number, birth, expiry);
        EXPECT_FALSE(information);
        EXPECT_EQ(information.error().code, ErrorCode::invalid_argument);
        return information.error().step;
    };
    EXPECT_EQ(step("", "690806", "940623"), "document_number");
    EXPECT_EQ(step("L898902C*", "690806", "940623"), "document_number");
    EXPECT_EQ(step("12345678901234567890123", "690806", "940623"), "document_number");
    EXPECT_EQ(step("L898902C", "1969-02-30", "940623"), "birth_date");
    EXPECT_EQ(step("L898902C", "69080", "940623"), "birth_date");
    EXPECT_EQ(step("L898902C", "690806", ""), "expiry_date");
    EXPECT_EQ(step("L898902C", "690806", "1994/06/23"), "expiry_date");
}

TEST(MrzInformation, IsTheSameWhateverTheCheckDigits) {
    const std::string good = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F3404159ZE184226B<<<<<16";
    EXPECT_EQ(mrz_information(good)->view(), "L898902C3674081223404159");
    for (const std::size_t at : {53U, 63U, 71U, 86U, 87U}) {
        std::string bad = good;
        bad[at] = bad[at] == '0' ? '1' : '0';
        EXPECT_EQ(mrz_information(bad)->view(), mrz_information(good)->view()) << at;
    }
}

TEST(MrzInformation, RefusesLinesThatAreNoZone) {
    const auto information = mrz_information("L898902C36UTO7408122F3404159");
    ASSERT_FALSE(information);
    EXPECT_EQ(information.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(information.error().step, "mrz");
}

}  // namespace
}  // namespace fivestar::identity
